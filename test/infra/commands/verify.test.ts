import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { engines } from "../../support/engines.ts";
import { runCommand } from "../../support/run-command.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

const hashOf = (key: string) => createHash("sha256").update(key).digest("hex").slice(0, 16);
const keyOf = (employeeID: string) => `CMP-A#webinar#${employeeID}`;
const header = (total: unknown) => ({ position: 0, total, version: "v" });
const record = (position: number, changes = {}) => ({
  ...exampleAssignment,
  position,
  assignedCourseSerial: `ASGC-${position}`,
  ...changes,
});

/** What is stored of an employee, the total that is read from it, and what is wrong with it. */
const broken: Record<string, { items: Record<string, unknown>[]; total: string; problems: string }> = {
  "no header": { items: [record(1)], total: "-", problems: "no header" },
  "a total that is no number": {
    items: [header("three"), record(1)],
    total: "-",
    problems: "header is not valid: total",
  },
  "a negative total and no version": {
    items: [{ position: 0, total: -1 }, record(1)],
    total: "-",
    problems: "header is not valid: total, version",
  },
  "one position missing": {
    items: [header(4), record(1), record(2), record(4)],
    total: "4",
    problems: "position 3 is missing",
  },
  "many positions missing": {
    items: [header(9_007_199_254_740_991), record(2), record(6), record(7), record(10)],
    total: "9007199254740991",
    problems: "positions 1, 3 to 5, 8, 9, 11 to 9007199254740991 are missing",
  },
  "positions past the total": {
    items: [header(1), ...[1, 8, 9, 12, 13, 14].map((position) => record(position))],
    total: "1",
    problems: "positions past the total: 8, 9, 12 to 14",
  },
  "positions of no list": {
    items: [header(1), record(-2), record(1), record(1.5)],
    total: "1",
    problems: "positions that are not integers from 1: -2, 1.5",
  },
  "a record that breaks the schema": {
    items: [header(1), record(1, { postTestScore: -1, isAttend: "yes", course: { serial: "", name: "n" } })],
    total: "1",
    problems: "position 1: course.serial, isAttend, postTestScore are not valid",
  },
  "a serial three times": {
    items: [
      header(4),
      ...[1, 2, 3, 4].map((position) => record(position, position > 1 && { assignedCourseSerial: "A" })),
    ],
    total: "4",
    problems: "positions 2, 3 and 4 have the same assignedCourseSerial",
  },
  "several problems": {
    items: [
      header(3),
      record(2, { assignedCourseSerial: "A" }),
      record(3, { absentReason: null }),
      record(5, { assignedCourseSerial: "A" }),
    ],
    total: "3",
    problems:
      "position 1 is missing; positions past the total: 5; position 3: absentReason is not valid; " +
      "positions 2 and 5 have the same assignedCourseSerial",
  },
};

describe.each(engines)("export --verify on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
    await storage.append(listOf("sound"), assignmentsOf(3));
    await storage.register(listOf("empty"));
  });
  afterAll(() => storage.stop());

  const verify = async (...args: string[]) => {
    const connection = ["--endpoint", storage.url, "--table", storage.tables.assignments];
    const { code, stdout, stderr } = await runCommand("export", ["--verify", ...args, ...connection]);
    return { code, stdout, stderr };
  };

  it("finds sound lists sound, names them as the log does, and is code 0", async () => {
    expect(await verify("--all")).toEqual({
      code: 0,
      stdout:
        `${hashOf(keyOf("empty"))}\tCMP-A#webinar#empty\t0\tok\n` +
        `${hashOf(keyOf("sound"))}\tCMP-A#webinar#sound\t3\tok\n`,
      stderr: "2 lists, 3 records, 0 lists with problems\n",
    });
  });

  it.each(Object.entries(broken))("names %s, and is code 2", async (employee, { items, total, problems }) => {
    for (const item of items) await storage.put("assignments", { listKey: keyOf(employee), ...item });
    const { code, stdout, stderr } = await verify("--employee", employee, "--company", "CMP-A");
    expect(stdout).toBe(`${hashOf(keyOf(employee))}\t${keyOf(employee)}\t${total}\t${problems}\n`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^1 list, \d records?, 1 list with problems\n$/);
  });

  it("names a key that is none, and counts", async () => {
    await storage.put("assignments", { listKey: "nobody", position: 1 });
    const { code, stdout, stderr } = await verify("--all");
    expect(code).toBe(2);
    expect(stdout).toContain("-\tnobody\t-\tthis is no list key\n");
    expect(stdout.trimEnd().split("\n")).toHaveLength(3 + Object.keys(broken).length);
    expect(stderr).toBe("13 lists, 30 records, 11 lists with problems\n");
  });
});
