import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate, toNdjson } from "../../support/generator.ts";
import { endOf, importCommand } from "../../support/import-command.ts";
import { listsIn, listsOf } from "../../support/import-run.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import { startWriteProxy } from "../../support/write-proxy.ts";

const { file, run, start, table, temporaryFiles, url } = importCommand();
const stubs = providerStubs();

const EACH = 3;
const records = [...generate({ seed: 5, companies: 2, employees: 60, assignments: EACH, order: "scattered" })];
const whole = listsOf(records);
const AGAIN = "Run the same command again to continue: rows that are imported are not written again.";
/** Chance makes the shortest pauses between attempts. */
const impatient = { NODE_OPTIONS: "--import=data:text/javascript,Math.random=()=>0" };
/** How many employees' rows the last line says are in. */
const employeesIn = (output: string) =>
  Number(/^(?:Stopped\. )?(\d+) of 180 rows are imported/m.exec(output)?.[1] ?? Number.NaN) / EACH;

let proxy: Awaited<ReturnType<typeof startWriteProxy>>;
let path: string;
let target: Awaited<ReturnType<typeof table>>;
beforeEach(async () => {
  proxy = await startWriteProxy(url());
  path = await file("file.ndjson", toNdjson(records));
  target = await table();
});
afterEach(() => proxy.stop());

const args = (to = url()) => [path, "--concurrency", "1", ...target.to(to)];
/** The employees that are in, each as the file has them. */
const expectWholeLists = async (count: number) => {
  const lists = await listsIn(target);
  expect(lists.size).toBe(count);
  for (const [key, list] of lists) expect(list).toEqual(whole.get(key));
};
const expectRerunToFinish = async () => {
  expect(await run(args())).toMatchObject({ code: 0, stderr: "" });
  expect(await listsIn(target)).toEqual(whole);
};

describe("Ctrl-C", () => {
  it("while it writes finishes what is in flight, and the same command again the rest", async () => {
    const child = start(args(proxy.url));
    proxy.stopAt(20, "during", async () => {
      child.kill("SIGINT");
      // npm passes on what the command has from the terminal already.
      await pause(50);
      child.kill("SIGINT");
      await pause(50);
    });
    const { code, stdout, stderr } = await endOf(child);
    expect(code).toBe(130);
    expect(stderr).toContain("Stopping: work in progress is finished. Press Ctrl-C again to end at once.\n");
    expect(stdout).toMatch(new RegExp(`\nStopped\\. \\d+ of 180 rows are imported\\. ${AGAIN}\n$`));
    expect(employeesIn(stdout)).toBeGreaterThanOrEqual(20);
    expect(employeesIn(stdout)).toBeLessThan(25);
    await expectWholeLists(employeesIn(stdout));
    await expectRerunToFinish();
  });

  it("for the second time ends at once, whatever is in flight", async () => {
    const child = start(args(proxy.url));
    proxy.stopAt(3, "before", () => void child.kill("SIGINT"));
    const ended = endOf(child);
    await once(child.stderr, "readable");
    // What comes sooner is taken for npm's echo of the first.
    await pause(1_100);
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, stdout: "" });
    await expectWholeLists(2);
  });

  it.each(["ndjson", "csv"])("while standard input of %s brings nothing more ends at once", async (format) => {
    const child = start(["-", "--format", format, "--rejects", `${path}.rejects`, ...target.to()]);
    const ended = endOf(child);
    child.stdin.write(format === "csv" ? 'companySerial,"employeeID' : `${[...toNdjson(records)].join("")}{"half`);
    while ((await temporaryFiles()).length === 0) await pause(10);
    // Until it has read what there is.
    await pause(200);
    const pressed = performance.now();
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, stdout: "Stopped. Nothing was written.\n" });
    expect(performance.now() - pressed).toBeLessThan(4_000);
    expect(await listsIn(target)).toEqual(new Map());
  });

  it("while the table is throttled from the first read on ends at once", async () => {
    const { url: stub } = await stubs.start(answers(400, { __type: "com.amazonaws#ThrottlingException" }));
    const child = start(args(stub.origin));
    const ended = endOf(child);
    await once(child.stderr, "readable");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: "Stopped. Nothing was written.\n" });
    expect(stderr).toContain("throttled or unreachable (ThrottlingException); trying again in ");
  });
});

describe("a table", () => {
  it("that goes away is tried again, then told with code 1, and the same command finishes once it is back", async () => {
    const child = start(args(proxy.url), impatient);
    proxy.stopAt(20, "before", () => void proxy.stop());
    const { code, stdout, stderr } = await endOf(child);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^The table is throttled or unreachable \(ECONN\w+\); trying again in 0\.0 s \(2 of 6\)\n/);
    expect(stderr).toMatch(/\nThe table could not be reached or is throttled \(ECONNREFUSED\)\. Run the command again/);
    expect(stderr).toMatch(
      new RegExp(`\n57 of 180 rows are imported, and perhaps some of those that were being written\\. ${AGAIN}\n$`),
    );
    await expectWholeLists(19);
    await expectRerunToFinish();
  });

  it.each(["ThrottlingException", "ProvisionedThroughputExceededException"])(
    "that is throttled for a while (%s) is waited for, and every row is in",
    async (error) => {
      proxy.refuse(...Array.from({ length: 7 }, () => error));
      const { code, stdout, stderr } = await endOf(start(args(proxy.url), impatient));
      expect(code).toBe(0);
      expect(stdout).toMatch(/\n180 rows are imported\.\n$/);
      expect(stderr).toMatch(new RegExp(`^The table is throttled or unreachable \\(${error}\\); trying again in `));
      expect(await listsIn(target)).toEqual(whole);
    },
  );
});
