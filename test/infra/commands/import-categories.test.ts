import { describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { createRowParser, type Reject, type Row } from "../../../infra/commands/import/rows.ts";
import { listFor } from "../../support/import-run.ts";
import { exampleRecords, recordsOf, withField } from "../../support/records.ts";

const names = Object.keys(categories) as CategoryName[];
const place = { line: 7, raw: "as it was read" };
const ALLOWED = "must be one of webinar, offline, online, courses";
const OTHER = "row category: must be left out or be the one that --category gives";
const rowOf = (name: CategoryName) => {
  const { owner, rows } = listFor(name);
  const [row = {}] = rows(recordsOf(name, 1));
  return { owner: { employeeID: "", ...owner }, row, record: recordsOf(name, 1)[0] };
};
const problemsOf = (row: Row | Reject): readonly string[] => ("problems" in row ? row.problems : []);
const without = (row: object, field: string) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));

describe.each(names)("a row of %s", (name) => {
  const { owner, row, record } = rowOf(name);
  const other = names.find((each) => each !== name);
  const parser = createRowParser({});

  it("names its category, or has that of --category, and is its record in the order of the schema", () => {
    const shuffled = Object.fromEntries(Object.entries(row).reverse());
    for (const [given, category] of [
      [shuffled, undefined],
      [row, name],
      [without(row, "category"), name],
    ] as const) {
      const parsed = createRowParser({ category }).parse(given, place);
      expect(parsed).toEqual({ ...owner, line: 7, record });
      expect(JSON.stringify(parsed)).toContain(JSON.stringify(record));
    }
  });

  it("without a record registers the list's owner", () => {
    expect(parser.parse(listFor(name).owner, place)).toEqual({ ...owner, line: 7, record: undefined });
  });

  it("of another category than --category is rejected for that alone", () => {
    const problems = problemsOf(createRowParser({ category: other }).parse(row, place));
    expect(problems).toContain(OTHER);
    expect(problems.filter((problem) => !/^row (category|employeeID): /.test(problem))).toEqual([]);
  });

  it("with a single field of the record must have all of them", () => {
    const [field = ""] = Object.keys(categories[name].record.shape);
    const fields = Object.keys(categories[name].record.shape).filter((each) => each !== field);
    const parsed = parser.parse({ ...listFor(name).owner, [field]: Reflect.get(exampleRecords[name], field) }, place);
    const problems = problemsOf(parsed);
    expect(problems.map((problem) => problem.replace(/:.*/s, ""))).toEqual(fields.map((each) => `row ${each}`));
    for (const problem of problems) expect(problem).toMatch(/: is required, must be /);
    expect(parsed).toHaveProperty("owner", owner);
  });
});

describe("a row's category", () => {
  it("is webinar unless it or the command line says another", () => {
    const { row, owner } = rowOf("webinar");
    expect(createRowParser({}).parse(without(row, "category"), place)).toMatchObject(owner);
  });

  it.each(["Webinar", "onlin", "", null, 1, ["online"]])(
    "%j is none, and the rest of the row is not judged by any",
    (category) => {
      const { row } = rowOf("online");
      const parsed = createRowParser({}).parse({ ...row, employeeID: "", timeSpent: -1, category }, place);
      expect(parsed).toMatchObject({ problems: [`row category: ${ALLOWED}`], owner: { companySerial: "CMP-A" } });
      expect(parsed).toHaveProperty("owner", { companySerial: "CMP-A" });
    },
  );

  it("that is none is named beside a wrong company", () => {
    expect(createRowParser({}).parse({ companySerial: "a#b", category: "x" }, place)).toMatchObject({
      problems: ["row companySerial: must not contain #", `row category: ${ALLOWED}`],
      owner: {},
    });
    const parser = createRowParser({ company: "CMP-A" });
    expect(parser.parse({ companySerial: "CMP-B", category: "x" }, place)).toMatchObject({
      problems: ["row companySerial: must be left out or be the one that --company gives", `row category: ${ALLOWED}`],
    });
  });

  it.each(["Online", "", null])("%j under --category is another, and its list is that of --category", (category) => {
    const { row, owner } = rowOf("online");
    const parsed = createRowParser({ category: "online" }).parse({ ...row, category }, place);
    expect(parsed).toMatchObject({ problems: [OTHER], owner });
  });
});

describe("a row of a list that a company has", () => {
  const { row, owner } = rowOf("courses");

  it.each(["", " ", "\u{A0}\t"])("may have an empty employee, also of blanks: %j", (employeeID) => {
    expect(createRowParser({}).parse({ ...row, employeeID }, place)).toMatchObject(owner);
  });

  it.each(["EMP-1", null, 0])("must not have the employee %j, and its list is known nevertheless", (employeeID) => {
    const parsed = createRowParser({}).parse({ ...row, employeeID, type: "" }, place);
    expect(parsed).toMatchObject({
      problems: [
        "row employeeID: must be left out or empty: the company itself has this list",
        "row type: must be one of online, webinar, offline",
      ],
    });
    expect(parsed).toHaveProperty("owner", owner);
  });

  it("is known, even if it cannot be read, where the command line gives company and category", () => {
    const parser = createRowParser({ company: "CMP-A", category: "courses" });
    expect(parser.reject("row: must be JSON", place)).toHaveProperty("owner", owner);
    expect(createRowParser({ company: "CMP-A", category: "online" }).parse([], place)).toHaveProperty("owner", {
      companySerial: "CMP-A",
      category: "online",
    });
  });
});

describe("the numbers that a table can store", () => {
  const numbers = names.flatMap((name) =>
    Object.entries(exampleRecords[name]).flatMap(([field]) =>
      typeof Reflect.get(exampleRecords[name], field) === "number" || /^(pre|post)Test(PassingScore)?$/.test(field)
        ? [[name, field] as const]
        : [],
    ),
  );
  const parse = (name: CategoryName, field: string, value: unknown) =>
    createRowParser({}).parse({ ...listFor(name).owner, ...withField(exampleRecords[name], [field], value) }, place);

  it("are tried in every category that has some", () => {
    expect(new Set(numbers.map(([name]) => name))).toEqual(new Set(["webinar", "offline", "online"]));
    expect(numbers).toHaveLength(3 + 3 + 3);
  });

  it.each(numbers)("are those that %s's %s may have", (name, field) => {
    for (const value of [0, 1, Number.MAX_SAFE_INTEGER]) {
      expect(parse(name, field, value)).toMatchObject({ record: { [field]: value } });
    }
    expect(parse(name, field, -0)).toMatchObject({ record: { [field]: 0 } });
    expect(parse(name, field, Number.MAX_SAFE_INTEGER + 1)).toMatchObject({
      problems: [
        expect.stringMatching(
          new RegExp(`^row ${field}: must be an? \\w+ from -?\\d+ to 9007199254740991(, or null)?$`),
        ),
      ],
    });
  });

  it.each([
    ["webinar", "postTestScore"],
    ["online", "postTest"],
    ["online", "preTest"],
  ] as const)("begin in %s's %s at 1e-130", (name, field) => {
    expect(parse(name, field, 1e-130)).toMatchObject({ record: { [field]: 1e-130 } });
    expect(parse(name, field, 9.9e-131)).toMatchObject({
      problems: [`row ${field}: must be 0 or a number from 1e-130`],
    });
  });

  it("are named with null where null is fine too", () => {
    expect(parse("online", "postTest", null)).toMatchObject({ record: { postTest: null } });
    expect(parse("online", "postTest", -1)).toMatchObject({
      problems: ["row postTest: must be a number from 0, or null"],
    });
    expect(parse("online", "preTest", undefined)).toMatchObject({
      problems: ["row preTest: is required, must be a number from 0, or null"],
    });
    expect(parse("online", "preTest", 2 ** 53)).toMatchObject({
      problems: ["row preTest: must be a number from 0 to 9007199254740991, or null"],
    });
  });
});
