import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { companySerial } from "../../../functions/shared/auth/client-registry.ts";
import { singleLine } from "../../../functions/shared/characters.ts";
import { assignment } from "../../../functions/shared/records/assignment.ts";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import {
  cellsOf,
  type GeneratedRecord,
  type GeneratorOptions,
  generate,
  generateRows,
  toCsv,
  toNdjson,
  writeNdjson,
} from "../../support/generator.ts";

const options: GeneratorOptions = { seed: 7, companies: 3, employees: 40, assignments: { from: 0, to: 25 } };
const records = [...generate(options)];

const ndjson = (changed: Partial<GeneratorOptions> = {}): string =>
  [...toNdjson(generate({ ...options, ...changed }))].join("");

const byEmployee = (of: Iterable<GeneratedRecord>): Map<string, GeneratedRecord[]> =>
  Map.groupBy(of, ({ employeeID }) => employeeID);

describe("the generator", () => {
  it("makes the same bytes from the same seed, and others from another", () => {
    expect(ndjson()).toBe(ndjson());
    expect(ndjson({ seed: 8 })).not.toBe(ndjson());
  });

  it("makes records that are valid as they are, of companies and employees that are", () => {
    const row = z.strictObject({ companySerial, employeeID: singleLine(1, 128), ...assignment.shape });
    for (const record of records) expect(z.parse(row, record)).toEqual(record);
  });

  it.each([1, 30])("makes %i assignments for each employee where the number is fixed", (assignments) => {
    const lists = byEmployee(generate({ ...options, assignments }));
    expect([...lists.values()].map(({ length }) => length)).toEqual(Array(40).fill(assignments));
  });

  it("makes numbers of assignments from the whole of a range, its ends included", () => {
    const lists = byEmployee(generate({ ...options, employees: 300, assignments: { from: 2, to: 5 } }));
    expect(new Set([...lists.values()].map(({ length }) => length))).toEqual(new Set([2, 3, 4, 5]));
    expect(lists.size).toBe(300);
  });

  it("deals the employees out to the companies, each to one", () => {
    const employees = byEmployee(generate({ ...options, assignments: 4 }));
    const companies = [...employees.values()].map((list) => new Set(list.map((record) => record.companySerial)));
    expect(companies.every(({ size }) => size === 1)).toBe(true);
    const sizes = Map.groupBy(companies, ([company]) => company);
    expect([...sizes.values()].map(({ length }) => length)).toEqual([14, 13, 13]);
  });

  it("gives no serial twice to an employee", () => {
    for (const list of byEmployee(generate({ ...options, employees: 2, assignments: 5_000 })).values()) {
      expect(new Set(list.map(({ assignedCourseSerial }) => assignedCourseSerial)).size).toBe(5_000);
    }
  });

  it("knows a course and a batch by one name each", () => {
    for (const kind of ["course", "batch"] as const) {
      const named = Map.groupBy(records, (record) => record[kind].serial);
      expect(named.size).toBeGreaterThan(10);
      for (const same of named.values()) expect(new Set(same.map((record) => record[kind].name)).size).toBe(1);
    }
  });

  it("scatters an employee's records over the file, the same ones in the same order", () => {
    const scattered = [...generate({ ...options, order: "scattered" })];
    expect(byEmployee(scattered)).toEqual(byEmployee(records));
    const neighbours = scattered.filter(({ employeeID }, index) => scattered[index + 1]?.employeeID === employeeID);
    expect(neighbours.length).toBeLessThan(3);
    expect(scattered).not.toEqual(records);
  });

  it.each(["grouped", "scattered"] as const)("makes each record when it is asked for (%s)", (order) => {
    const endless = generate({ ...options, employees: 1e12, assignments: 1e12, order });
    expect(endless.next().value).toEqual(generate({ ...options, employees: 1, assignments: 1 }).next().value);
  });
});

describe("generated values", () => {
  const standing = (status: string) => records.filter(({ userAssignedStatus }) => userAssignedStatus === status);

  it("have every status there is", () => {
    expect(new Set(records.map(({ userAssignedStatus }) => userAssignedStatus)).size).toBe(3);
    expect(new Set(records.map(({ postActivityStatus }) => postActivityStatus)).size).toBe(5);
  });

  it("are cleared by whoever attended, and passed the post test if there is one", () => {
    for (const { isAttend, postTestScore, postTestPassingScore } of standing("Cleared")) {
      expect(isAttend).toBe(true);
      expect(postTestScore).toBeGreaterThanOrEqual(postTestPassingScore ?? 0);
      expect(postTestScore).toBeLessThanOrEqual(100);
    }
  });

  it("are not a passing score for anybody else", () => {
    for (const { postTestScore, postTestPassingScore } of [...standing("Failed"), ...standing("Ongoing")]) {
      expect(postTestScore).toBeLessThan(postTestPassingScore ?? 1);
    }
  });

  it("have attempts at the post test just where one was begun", () => {
    for (const { postActivityStatus, postTestAttempt, postTestPassingScore } of records) {
      expect(postTestAttempt > 0).toBe(["IN PROGRESS", "COMPLETED"].includes(postActivityStatus));
      expect(postTestPassingScore === null).toBe(postActivityStatus === "");
    }
  });

  it("have reasons for some absences alone, and feedback of some attendants alone", () => {
    const absent = records.filter(({ absentReason }) => absentReason !== "");
    const heard = records.filter(({ feedback }) => feedback !== "");
    expect(absent.length).toBeGreaterThan(10);
    expect(heard.length).toBeGreaterThan(10);
    expect([absent.some(({ isAttend }) => isAttend), heard.every(({ isAttend }) => isAttend)]).toEqual([false, true]);
  });
});

describe.each(Object.keys(categories) as CategoryName[])("generated rows of %s", (name) => {
  const rows = [...generateRows(name, options)];
  const { owner, record, recordKey } = categories[name];

  it("are valid as they are, and the same from the same seed", () => {
    const row = z.strictObject({
      companySerial,
      ...(owner === "employee" && { employeeID: singleLine(1, 128) }),
      category: z.literal(name),
      ...record.shape,
    });
    expect(rows.length).toBeGreaterThan(20);
    for (const each of rows) expect(z.parse(row, each)).toEqual(each);
    expect([...generateRows(name, options)]).toEqual(rows);
    expect([...generateRows(name, { ...options, seed: 8 })]).not.toEqual(rows);
  });

  it("have each record of a list once", () => {
    const lists = Map.groupBy(rows, ({ companySerial: company, employeeID = "" }) => `${company}#${employeeID}`);
    expect(lists.size).toBeGreaterThan(owner === "employee" ? 20 : 2);
    for (const list of lists.values()) {
      const keys = list.map((row) => cellsOf(row)[recordKey.join(".")]);
      expect(new Set(keys).size).toBe(list.length);
    }
  });
});

describe("generated files", () => {
  it("hold the records as CSV, read back by a CSV parser", () => {
    const rows = parse<Record<string, string>>([...toCsv(records)].join(""), { columns: true });
    const text = (value: unknown) => String(value ?? "");
    expect(rows).toEqual(
      records.map(({ course, batch, ...record }) => ({
        ...Object.fromEntries(Object.entries(record).map(([name, value]) => [name, text(value)])),
        "course.serial": course.serial,
        "course.name": course.name,
        "batch.serial": batch.serial,
        "batch.name": batch.name,
      })),
    );
    expect(rows.some(({ feedback }) => feedback?.includes("\n") && feedback.includes(","))).toBe(false);
    expect(rows.some(({ feedback }) => feedback?.includes("\n"))).toBe(true);
  });

  it("are written as NDJSON, one record a line", async () => {
    const directory = await mkdtemp(join(tmpdir(), "generator-"));
    try {
      const path = join(directory, "records.ndjson");
      await writeNdjson(path, generate(options));
      const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toEqual(records);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
