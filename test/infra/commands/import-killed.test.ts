import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { engines, uniqueTables } from "../../support/engines.ts";
import { importInto, linesOf, listsIn } from "../../support/import-run.ts";
import { startCommand } from "../../support/run-command.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";
import { type Moment, startWriteProxy } from "../../support/write-proxy.ts";

const updated = (records: readonly Assignment[]) => records.map((record) => ({ ...record, postTestAttempt: 7 }));

/** What the table has of each employee before, and what the file says. */
const scenario: Record<string, { before: Assignment[] | undefined; file: Assignment[] }> = {
  // Several steps in either mode: more than 99 changes, and in another order.
  MANY: {
    before: assignmentsOf(130),
    file: [...assignmentsOf(20, "NEW"), ...updated(assignmentsOf(90)).reverse(), ...assignmentsOf(20, "ASGC", 101)],
  },
  FEW: { before: assignmentsOf(4), file: [...updated(assignmentsOf(2)), ...assignmentsOf(1, "NEW")] },
  SAME: { before: assignmentsOf(3), file: assignmentsOf(3) },
  FRESH: { before: undefined, file: assignmentsOf(5, "NEW") },
  REGISTERED: { before: undefined, file: [] },
};
const file = Object.entries(scenario)
  .map(([employee, { file }]) => linesOf(employee, file.length > 0 ? file : [{}]))
  .join("");
const keyOf = (employee: string) => `CMP-A#webinar#${employee}`;
const bySerial = (records: readonly object[] = []) =>
  new Map(records.map((record) => [recordKeyOf(categories.webinar, record), record]));

describe.each(engines)("an import on $name that is killed", (engine) => {
  let storage: Storage;
  let proxy: Awaited<ReturnType<typeof startWriteProxy>>;
  const folder = mkdtempSync(join(tmpdir(), "killed-"));
  const path = join(folder, "file.ndjson");
  beforeAll(async () => {
    storage = await startStorage(engine);
    proxy = await startWriteProxy(storage.url);
    writeFileSync(path, file);
  });
  afterAll(async () => {
    await proxy.stop();
    await storage.stop();
    rmSync(folder, { recursive: true });
  });

  /** Tables of their own, as they are before the import. */
  const prepared = async () => {
    const tables = uniqueTables();
    await createTables(storage.dynamodb, tables);
    const sides = sidesOf(storage.dynamodb, tables);
    for (const [employee, { before }] of Object.entries(scenario)) {
      if (before) await sides.append(listOf(employee), before);
    }
    return { ...sides, tables };
  };

  /** @returns whether the import got as far as that write, and was killed there */
  const killAt = async (write: number, moment: Moment, table: string, mode: string): Promise<boolean> => {
    const args = [path, "--endpoint", proxy.url, "--table", table, "--mode", mode, "--yes", "--concurrency", "2"];
    const child = startCommand("import", args, { env: { TMPDIR: folder } });
    proxy.stopAt(write, moment, () => void child.kill("SIGKILL"));
    child.stdout.resume();
    child.stderr.resume();
    const [code, signal] = await once(child, "close");
    if (signal === "SIGKILL") return true;
    expect(code).toBe(0);
    return false;
  };

  it.each(["upsert", "replace"] as const)(
    "at any of its writes, to %s, leaves every list dense and of old or new records, and the same import again ends where an undisturbed one does",
    async (mode) => {
      const undisturbed = await prepared();
      await importInto(undisturbed, file, { mode });
      const final = await listsIn(undisturbed);

      let kills = 0;
      const killed = async (write: number, moment: Moment): Promise<boolean> => {
        const table = await prepared();
        if (!(await killAt(write, moment, table.tables.assignments, mode))) {
          expect(await listsIn(table)).toEqual(final);
          return false;
        }
        kills += 1;
        const left = await listsIn(table);
        for (const [employee, { before }] of Object.entries(scenario)) {
          const [old, target] = [bySerial(before), bySerial(final.get(keyOf(employee)))];
          const records = bySerial(left.get(keyOf(employee)));
          for (const [serial, record] of records) expect([old.get(serial), target.get(serial)]).toContainEqual(record);
          for (const serial of old.keys()) if (target.has(serial)) expect(records.has(serial)).toBe(true);
        }
        await importInto(table, file, { mode });
        expect(await listsIn(table)).toEqual(final);
        return true;
      };

      for (let write = 1; (await killed(write, "before")) && (await killed(write, "after")); write += 1);
      // Two steps for MANY at the least, one each for FEW, FRESH and REGISTERED; before and after each.
      expect(kills).toBeGreaterThanOrEqual(10);
    },
    300_000,
  );
});
