import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assignmentsOf } from "../../support/assignments.ts";
import { generate, toNdjson } from "../../support/generator.ts";
import { importCommand } from "../../support/import-command.ts";
import { linesOf, listsIn, listsOf } from "../../support/import-run.ts";
import { listOf } from "../../support/storage.ts";
import { CTRL_C, CTRL_D, ENTER, hasTerminal, terminals } from "../../support/terminal.ts";
import { startWriteProxy } from "../../support/write-proxy.ts";

const { file, env, table, url } = importCommand();
const { start } = terminals();

const command = [process.execPath, join(import.meta.dirname, "../../../infra/commands/import.ts")];
const records = [...generate({ seed: 8, companies: 1, employees: 60, assignments: 3 })];
/** Bars as they were drawn, one over the other. */
const barsIn = (screen: string) =>
  screen
    .split("\x1b[1G\x1b[2K")
    .slice(1)
    .map((text) => text.split(/[\r\n]/)[0] ?? "");

describe.skipIf(!hasTerminal)("on a terminal (skipped where there is no `script` of util-linux), import", () => {
  let proxy: Awaited<ReturnType<typeof startWriteProxy>>;
  let path: string;
  let target: Awaited<ReturnType<typeof table>>;
  beforeAll(async () => {
    proxy = await startWriteProxy(url());
    path = await file("many.ndjson", toNdjson(records));
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    target = await table();
  });

  it.each([60, 0])("draws a bar that never wraps and the summary below it, at %i columns", async (columns) => {
    const terminal = start([...command, path, ...target.to()], { columns, env: env() });
    const { code, screen } = await terminal.end();
    expect(code).toBe(0);
    const bars = barsIn(screen);
    expect(bars).toContainEqual(expect.stringMatching(/^Reading \[={10}\] 100 %: 180 read/));
    expect(bars).toContainEqual(expect.stringMatching(/^Writing \[={10}\] 100 %: 180 written/));
    expect(bars.filter((bar) => bar.length >= (columns || 80))).toEqual([]);
    expect(screen).toMatch(/180 rows are imported\.\r\n$/);
  });

  describe("to replace", () => {
    const A = "CMP-A#webinar#A";
    const removes = async () => {
      await target.append(listOf("A"), assignmentsOf(3));
      const fewer = await file("fewer.ndjson", linesOf("A", assignmentsOf(1)));
      const terminal = start([...command, fewer, "--mode", "replace", ...target.to()], { env: env() });
      await terminal.sees(`This removes 2 records that ${fewer} does not have. Go on? [y/N] `);
      return terminal;
    };

    it.each([
      ["n", `n${ENTER}`],
      ["nothing", ENTER],
      ["Ctrl-D", CTRL_D],
      ["what is no yes", `yesterday${ENTER}`],
    ])("asks, and writes nothing at %s, with code 1", async (_, keys) => {
      const terminal = await removes();
      terminal.type(keys);
      const { code, screen } = await terminal.end();
      expect(code).toBe(1);
      expect(screen).toMatch(/\r\nNothing was written\.\r\n$/);
      expect((await listsIn(target)).get(A)).toEqual(assignmentsOf(3));
    });

    it("asks, and does it at y", async () => {
      const terminal = await removes();
      terminal.type(`y${ENTER}`);
      const { code, screen } = await terminal.end();
      expect(code).toBe(0);
      expect(screen).toMatch(/\r\n1 row is imported\.\r\n$/);
      expect((await listsIn(target)).get(A)).toEqual(assignmentsOf(1));
    });

    it("asks, and writes nothing at Ctrl-C, with code 130", async () => {
      const terminal = await removes();
      terminal.type(CTRL_C);
      const { code, screen } = await terminal.end();
      expect(code).toBe(130);
      expect(screen).toMatch(/\r\nStopped\. Nothing was written\.\r\n$/);
      expect((await listsIn(target)).get(A)).toEqual(assignmentsOf(3));
    });
  });

  // npm passes Ctrl-C on to the command, which has it from the terminal already. It keeps a cache in the temporary folder
  // if it may.
  it("under npm finishes what is in flight at Ctrl-C and says how to go on", async () => {
    const words = ["npm", "run", "import", "--", path, "--concurrency", "1", ...target.to(proxy.url)];
    const terminal = start(words, { env: { ...env(), NODE_DISABLE_COMPILE_CACHE: "1" } });
    proxy.stopAt(10, "during", () => {
      terminal.type(CTRL_C);
      // So long that the second comes while the write is in flight.
      return pause(300);
    });
    const { code, screen } = await terminal.end();
    expect(code).toBe(130);
    const [, rows] = /Stopped\. (\d+) of 180 rows are imported\. Run the same command again/.exec(screen) ?? [];
    expect(Number(rows)).toBeGreaterThanOrEqual(30);
    const lists = await listsIn(target);
    expect(lists.size).toBe(Number(rows) / 3);
    for (const [key, list] of lists) expect(list).toEqual(listsOf(records).get(key));
  });
});
