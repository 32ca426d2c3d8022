import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { INTERRUPTED } from "../../../infra/commands/terminal/interrupt.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { answers, providerStubs, stalls } from "../../support/provider-stub.ts";
import { runCommand, startCommand } from "../../support/run-command.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

let folder: string;
let storage: Storage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-"));
  storage = await startStorage(embeddedEngine);
  await storage.append(listOf("E1"), assignmentsOf(2));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await storage.stop();
});

const two = assignmentsOf(2)
  .map((record) => `${JSON.stringify({ companySerial: "CMP-A", employeeID: "E1", ...record })}\n`)
  .join("");
const exportAll = async (...args: string[]) => {
  const connection = ["--endpoint", storage.url, "--table", storage.tables.assignments];
  const { code, stdout, stderr } = await runCommand("export", ["--all", ...args, ...connection]);
  return { code, stdout, stderr };
};

describe("the command line of export", () => {
  it("is explained by --help, which needs no table", async () => {
    const { code, stdout, stderr } = await runCommand("export", ["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const option of ["employee", "company", "all", "verify", "output", "table", "stack", "region", "endpoint"]) {
      expect(stdout).toContain(`--${option} `);
    }
    expect(stdout).toContain("npm run -s export -- --all");
  });

  it.each([
    [[], "Select records: --employee ID --company SERIAL, --company SERIAL, or --all. See --help."],
    [["--employee", "E1"], "Give the employee's company too: --company SERIAL."],
    [["--employee", "E1", "--company", "C", "--all"], "Give either --employee or --all."],
    [["--employee=", "--company", "C"], "--employee must be 1 to 128 characters, none of them a control character."],
    [["--company", "A#webinar#E1"], "--company must not contain #."],
    [["--all", "--output="], "--output has no value."],
    [["--al"], "Unknown option '--al'. See --help."],
  ])("is refused as %s in a line, with code 1", async (args, text) => {
    const { code, stdout, stderr } = await runCommand("export", args);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: `${text}\n` });
  });
});

describe("the output of export", () => {
  it("writes to a new file that only its owner may read", async () => {
    const file = join(folder, "new.ndjson");
    const { code, stdout } = await exportAll("--output", file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(await readFile(file, "utf8")).toBe(two);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("writes over a file and makes it private", async () => {
    const file = join(folder, "old.ndjson");
    await writeFile(file, "x".repeat(10_000));
    await chmod(file, 0o644);
    await exportAll("-o", file);
    expect(await readFile(file, "utf8")).toBe(two);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([
    [() => join(folder, "none/x"), /none\/x does not exist\.\n$/],
    [() => folder, /is a folder\.\n$/],
  ])("says why a file cannot be written, with code 1 (%#)", async (path, stderr) => {
    const ended = await exportAll("--output", path());
    expect(ended).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(stderr) });
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });

  it.runIf(process.platform === "linux")("says that a full disk made the output incomplete", async () => {
    expect(await exportAll("--output", "/dev/full")).toEqual({
      code: 1,
      stdout: "",
      stderr: "/dev/full is incomplete.\nThe output has no space left on its disk.\n",
    });
  });

  it("that nobody reads on ends the command quietly", async () => {
    const child = startCommand("export", ["--all", "--endpoint", storage.url, "--table", storage.tables.assignments]);
    child.stdout.destroy();
    const [[code], stderr] = await Promise.all([once(child, "close"), text(child.stderr)]);
    expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
  });
});

describe("Ctrl-C", () => {
  const stubs = providerStubs();
  const key = (employeeID: string) => ({ listKey: { S: `CMP-A#webinar#${employeeID}` } });
  const header = { ...key("E1"), position: { N: "0" }, total: { N: "0" }, version: { S: "v" } };

  /** As npm's terminal does it: the command gets the signal twice, from the terminal and from npm. */
  const interrupt = async (args: string[], stub: { requests: readonly unknown[] }, requests: number) => {
    const child = startCommand("export", ["--all", ...args]);
    const outcome = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
    while (stub.requests.length < requests) await pause(10);
    const pressed = performance.now();
    child.kill("SIGINT");
    await pause(1);
    child.kill("SIGINT");
    const [[code, killedBy], stdout, stderr] = await outcome;
    expect(performance.now() - pressed).toBeLessThan(1_500);
    // The second may reach a process that has taken its handlers down already; a shell counts both ends alike.
    return { code: killedBy === "SIGINT" ? INTERRUPTED : code, stdout, stderr };
  };

  it("while the lists are found ends with 130", async () => {
    const stub = await stubs.start(answers(200, {}), stalls);
    expect(await interrupt(["--endpoint", stub.url.origin], stub, 2)).toEqual({
      code: 130,
      stdout: "",
      stderr: "Interrupted.\n",
    });
  });

  it("while the lists are written ends with 130 and says that the file is incomplete", async () => {
    const found = answers(200, { Items: [key("E1"), key("E2")] });
    const stub = await stubs.start(answers(200, {}), found, answers(200, { Items: [header] }), stalls);
    const file = join(folder, "half.ndjson");
    expect(await interrupt(["--endpoint", stub.url.origin, "--output", file], stub, 4)).toEqual({
      code: 130,
      stdout: "",
      stderr: `Interrupted.\n${file} is incomplete.\n`,
    });
  });
});
