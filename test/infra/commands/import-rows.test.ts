import { describe, expect, it } from "vitest";
import { createRowParser } from "../../../infra/commands/import/rows.ts";
import { formatOf } from "../../../infra/commands/import/source.ts";
import { CommandError } from "../../../infra/commands/terminal/command.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { goodRow, readAs } from "../../support/import-files.ts";

const place = { line: 7, raw: "as it was read" };
const parse = (value: unknown, company?: string) => createRowParser({ company }).parse(value, place);
const { companySerial, ...withoutCompany } = goodRow(1);

describe("a row", () => {
  it("is the owner and the contract's assignment, its fields in the contract's order, whatever else it holds", () => {
    const shuffled = Object.fromEntries([["extra", 1], ...Object.entries(goodRow(1)).reverse()]);
    const row = parse(shuffled);
    expect(row).toEqual(readAs(1, 7));
    expect(JSON.stringify(row)).toContain(JSON.stringify({ ...exampleAssignment, assignedCourseSerial: "ASGC-1" }));
  });

  it("of nothing but its owner registers the employee", () => {
    const row = { companySerial: "CMP-1", employeeID: "EMP-1" };
    expect(parse(row)).toEqual({ ...row, category: "webinar", line: 7, record: undefined });
  });

  it("whose fields have other names than an assignment's registers nobody: all of them are missing", () => {
    expect(parse({ companySerial: "CMP-1", employeeID: "EMP-1", data: goodRow(1) })).toMatchObject({
      problems: { length: 11 },
      owner: { companySerial: "CMP-1", employeeID: "EMP-1", category: "webinar" },
    });
  });

  it("with a single field of an assignment, even null, must have all of them", () => {
    expect(parse({ companySerial: "CMP-1", employeeID: "EMP-1", course: null })).toMatchObject({
      problems: { length: 11 },
    });
  });

  it.each([0, 1e-130, 0.1, 86.67, 9_007_199_254_740_991])("may have a score of %d", (postTestScore) => {
    expect(parse({ ...goodRow(1), postTestScore })).toMatchObject({ record: { postTestScore } });
  });

  it("has its -0 made 0, in every number", () => {
    const row = parse({ ...goodRow(1), postTestAttempt: -0, postTestScore: -0, postTestPassingScore: -0 });
    expect(row).toMatchObject({ record: { postTestAttempt: 0, postTestScore: 0, postTestPassingScore: 0 } });
  });
});

describe("a rejected row", () => {
  it("keeps its line and its text", () => {
    expect(parse(null)).toEqual({ line: 7, row: place.raw, problems: ["row: must be a JSON object"], owner: {} });
  });

  it.each([
    [
      { ...goodRow(1), isAttend: 1 },
      { companySerial: "CMP-IMPORT", employeeID: "EMPLOYEE-1", category: "webinar" },
    ],
    [
      { ...goodRow(1), employeeID: "" },
      { companySerial: "CMP-IMPORT", category: "webinar" },
    ],
    [
      { ...goodRow(1), companySerial: "a#b" },
      { employeeID: "EMPLOYEE-1", category: "webinar" },
    ],
    [{ feedback: "" }, { category: "webinar" }],
    [[], {}],
  ])("names of its owner what could be read: %#", (value, owner) => {
    expect(parse(value)).toMatchObject({ owner });
    expect(parse(value)).toHaveProperty("owner", owner);
  });
});

describe("with --company", () => {
  it("a row may leave its company out, or name the same", () => {
    expect(parse(withoutCompany, companySerial)).toEqual(readAs(1, 7));
    expect(parse(goodRow(1), companySerial)).toEqual(readAs(1, 7));
  });

  it.each(["CMP-OTHER", "", null, 1])("a row that names %j is rejected, beside its other problems", (other) => {
    expect(parse({ ...goodRow(1), companySerial: other, isAttend: "no" }, "CMP-IMPORT")).toMatchObject({
      problems: [
        "row companySerial: must be left out or be the one that --company gives",
        "row isAttend: must be true or false",
      ],
      owner: { companySerial: "CMP-IMPORT", employeeID: "EMPLOYEE-1", category: "webinar" },
    });
  });

  it("the company is known of a row that cannot be read at all", () => {
    const parser = createRowParser({ company: "CMP-IMPORT" });
    expect(parser.reject("row: must be JSON", place)).toMatchObject({ owner: { companySerial: "CMP-IMPORT" } });
    expect(parser.parse([], place)).toMatchObject({ owner: { companySerial: "CMP-IMPORT" } });
  });

  it.each([
    ["nothing", ""],
    ["a #", "a#b"],
    ["129 characters", "c".repeat(129)],
  ])("%s is refused before any row is read", (_, company) => {
    expect(() => createRowParser({ company })).toThrow(CommandError);
    expect(() => createRowParser({ company })).toThrow(/^--company: must /);
  });
});

describe("the format of a file", () => {
  it.each([
    ["a.csv", "csv"],
    ["/x/y.z/A.CSV", "csv"],
    ["a.ndjson", "ndjson"],
    ["a.b.jsonl", "ndjson"],
    ["a.TSV", "csv"],
    ["a.JSONL", "ndjson"],
    ["a.json", undefined],
    ["csv", undefined],
    ["-", undefined],
  ])("%s is %s", (path, format) => {
    expect(formatOf(path)).toBe(format);
  });
});
