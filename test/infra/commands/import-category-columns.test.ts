import { describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { CommandError } from "../../../infra/commands/terminal/command.ts";
import { cellsOf, generateRows, toCsv } from "../../support/generator.ts";
import { fileOf, rowsIn } from "../../support/import-files.ts";
import { listFor } from "../../support/import-run.ts";
import { exampleRecords } from "../../support/records.ts";

const names = Object.keys(categories) as CategoryName[];
const csv = { format: "csv" } as const;
const ALLOWED = "row category: must be one of webinar, offline, online, courses";
const OTHER = "row category: must be left out or be the one that --category gives";

const generated = { seed: 5, companies: 2, employees: 4, assignments: 6 };
/** A row as it is read, without its line. */
const asRead = ({ companySerial = "CMP-A", employeeID = "", category = "", ...record }: Record<string, unknown>) => ({
  ...{ companySerial, employeeID, category },
  record: Object.keys(record).length > 0 ? record : undefined,
});
const withoutLines = (rows: readonly object[]) => rows.map((row) => ({ ...row, line: undefined }));

const rowFor = (name: CategoryName) => ({ ...listFor(name).owner, ...exampleRecords[name] });
const cells = Object.fromEntries(names.map((name) => [name, cellsOf(rowFor(name))]));
/** The columns of all categories. */
const columns = [...new Set(Object.values(cells).flatMap((each) => Object.keys(each)))];
const line = (name: CategoryName, changes: Record<string, string> = {}, of: readonly string[] = columns): string =>
  of
    .map((column) => ({ ...cells[name], ...changes })[column] ?? "")
    .map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell))
    .join(",");
const header = columns.join(",");

describe.each(names)("CSV of %s", (name) => {
  const rows = [...generateRows(name, generated)];
  const own = Object.keys(cellsOf(rows[0] ?? {}));

  it("has the columns of its schema, with a column category or with --category", async () => {
    expect(rows.length).toBeGreaterThan(10);
    const expected = withoutLines(rows.map((row) => asRead({ ...row })));
    expect(withoutLines(await rowsIn([...toCsv(rows)].join(""), csv))).toEqual(expected);
    const plain = [...toCsv(rows.map(({ category: _, ...row }) => row))].join("");
    expect(plain).not.toContain("category");
    expect(withoutLines(await rowsIn(plain, { ...csv, category: name }))).toEqual(expected);
  });

  it.each(own.filter((column) => column !== "category"))("needs the column %s", async (column) => {
    const others = own.filter((each) => each !== column).join(",");
    const problem = new CommandError(`line 1: the column ${column} is missing`);
    await expect(rowsIn(others, { ...csv, category: name })).rejects.toThrow(problem);
  });

  it("has no column twice, of its own or of the owner", async () => {
    for (const column of own) {
      const reading = rowsIn([...own, column].join(","), csv);
      await expect(reading).rejects.toThrow(new CommandError(`line 1: the column ${column} is repeated`));
    }
  });
});

describe("CSV with a column category", () => {
  const sets = names.map((name) => [name, Object.keys(cellsOf(rowFor(name)))] as const);
  const pairs = sets.flatMap(([name, own]) =>
    sets.filter(([other]) => other !== name).map(([other]) => [other, name, own] as const),
  );

  it.each(pairs)(
    "rejects a row of %s under the columns of %s, and never takes it for a registration",
    async (other, _, own) => {
      const missing = Object.keys(cellsOf(rowFor(other))).filter((column) => !own.includes(column));
      const of = [...new Set([...own, "companySerial", "employeeID", "category"])];
      const file = `${of.join(",")}\n${of
        .map((column) => cells[other]?.[column] ?? "x")
        .map((cell) => `"${cell}"`)
        .join(",")}\n`;
      const [row] = await rowsIn(file, csv);
      if (missing.length === 0) expect(row).toMatchObject({ record: expect.anything() });
      else expect(row).toMatchObject({ problems: expect.arrayContaining([expect.stringContaining("is required")]) });
    },
  );

  it("has each row's own columns, and ignores the others'", async () => {
    const file = fileOf([header, ...names.map((name) => line(name))]);
    const expected = names.map((name) => asRead(rowFor(name)));
    expect(withoutLines(await rowsIn(file, csv))).toEqual(withoutLines(expected));
    const filled = fileOf([header, line("webinar", { timeSpent: "x", type: "y" })]);
    expect(withoutLines(await rowsIn(filled, csv))).toEqual(withoutLines(expected.slice(0, 1)));
  });

  it("takes an empty cell of it as left out", async () => {
    const leftOut = { category: "" };
    expect(await rowsIn(fileOf([header, line("webinar", leftOut)]), csv)).toMatchObject([{ category: "webinar" }]);
    const given = await rowsIn(fileOf([header, line("online", leftOut)]), { ...csv, category: "online" });
    expect(given).toMatchObject([{ category: "online" }]);
  });

  it("names a category that there is not, or that --category is not, in the row", async () => {
    const file = fileOf([header, line("online", { category: "onlin" }), line("online")]);
    expect(await rowsIn(file, csv)).toMatchObject([{ problems: [ALLOWED] }, { category: "online" }]);
    const wanted = { problems: [OTHER], owner: { category: "offline" } };
    expect(await rowsIn(file, { ...csv, category: "offline" })).toMatchObject([wanted, wanted]);
  });

  it("has the columns that a row's category lacks named as the row's problems", async () => {
    const own = Object.keys(cells["webinar"] ?? {});
    expect(await rowsIn(fileOf([own.join(","), line("online", {}, own)]), csv)).toMatchObject([
      {
        problems: [
          "row postTest: is required, must be a number from 0, or null",
          "row preTest: is required, must be a number from 0, or null",
          "row timeSpent: is required, must be an integer from 0",
          "row completedAt: is required, must be a date such as 2022-07-22, or empty",
          "row status: is required, must be one of not_started, in_progress, completed, expired, failed",
        ],
      },
    ]);
  });

  it("is refused without the columns of any, for its rows would register all", async () => {
    await expect(rowsIn("companySerial,category,kode\nCMP-A,online,C1", csv)).rejects.toThrow(
      new CommandError(
        `line 1: ${["serial", "name", "description", "type"].map((name) => `the column ${name} is missing`).join("; ")}; found kode`,
      ),
    );
  });

  it("registers the owners of lists by the owner's columns alone", async () => {
    const owners = ["category", "employeeID", "companySerial"];
    const file = fileOf([owners.join(","), ...names.map((name) => line(name, {}, owners))]);
    const expected = names.map((name) => asRead(listFor(name).owner));
    expect(withoutLines(await rowsIn(file, csv))).toEqual(withoutLines(expected));
  });
});

it("CSV of a company's own list needs no column of employees", async () => {
  const rows = await rowsIn("companySerial\nCMP-A\n", { ...csv, category: "courses" });
  expect(withoutLines(rows)).toEqual(withoutLines([asRead(listFor("courses").owner)]));
});

it("an empty cell of CSV is null, where the field may be null", async () => {
  const file = fileOf([header, line("online", { postTest: "", preTest: "12.5" })]);
  expect(await rowsIn(file, csv)).toMatchObject([{ record: { postTest: null, preTest: 12.5 } }]);
});
