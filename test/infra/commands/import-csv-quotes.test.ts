import { describe, expect, it } from "vitest";
import { readRows } from "../../../infra/commands/import/source.ts";
import { heldBytes } from "../../support/held-bytes.ts";
import { chunksOf, csvColumns, csvHeader, csvLine, fileOf, readAs, rowsIn } from "../../support/import-files.ts";

const csv = { format: "csv" } as const;
const rejected = (line: number, problem: string) => expect.objectContaining({ line, problems: [`row: ${problem}`] });
const NOT_CLOSED = "must close the quote that it opens";
const TOO_FAR = "must close the quote that it opens, within 1000000 bytes";
const INSIDE = "must have its quotes around whole cells; a quote inside a quoted cell is doubled";
const AFTER = "must continue with the delimiter after a closing quote; a quote inside a quoted cell is doubled";

const openLine = (number: number) => csvLine(number).replace("EMPLOYEE", '"EMPLOYEE');
/** Good rows without a quote, about 200 bytes each. */
const goodLines = (count: number) => Array.from({ length: count }, (_, index) => csvLine(index));
const goodRows = (count: number, line: number) =>
  Array.from({ length: count }, (_, index) => readAs(index, line + index));

describe("a quote that never closes", () => {
  it("takes no row after it along, up to the end of the file", async () => {
    const rows = await rowsIn(fileOf([csvHeader, csvLine(7), openLine(1), ...goodLines(3)]), csv);
    expect(rows).toEqual([readAs(7, 2), rejected(3, NOT_CLOSED), ...goodRows(3, 4)]);
    expect(rows[1]).toHaveProperty("row", openLine(1));
  });

  it("takes no row after it along, up to the limit", async () => {
    const rows = await rowsIn(fileOf([csvHeader, openLine(1), ...goodLines(20_000)]), csv);
    expect(rows[0]).toEqual(rejected(2, TOO_FAR));
    expect(rows.slice(1)).toEqual(goodRows(20_000, 3));
  });

  it("takes no row after it along, up to the quoted cell of a later row", async () => {
    const name = "Excel, Word";
    const later = csvLine(9, { "course.name": name });
    const rows = await rowsIn(fileOf([csvHeader, openLine(1), ...goodLines(2), later, csvLine(8)]), csv);
    expect(rows).toEqual([
      rejected(2, AFTER),
      ...goodRows(2, 3),
      { ...readAs(9, 5), record: expect.objectContaining({ course: expect.objectContaining({ name }) }) },
      readAs(8, 6),
    ]);
  });

  it("on the second line of a record leaves both lines rejected", async () => {
    const [start, end] = csvLine(1, { "course.name": "two\nlines" }).split("\n");
    const rows = await rowsIn(fileOf([csvHeader, `${start}`, `${end}`.replace("ASGC", '"ASGC'), csvLine(2)]), csv);
    expect(rows).toEqual([rejected(2, NOT_CLOSED), rejected(3, INSIDE), readAs(2, 4)]);
  });

  it("before a line over the limit leaves every other row as it is", async () => {
    const lines = [csvHeader, openLine(1), csvLine(0), "x".repeat(1_500_000), csvLine(2)];
    expect(await rowsIn(fileOf(lines), csv)).toEqual([
      rejected(2, TOO_FAR),
      readAs(0, 3),
      rejected(4, "must be at most 1000000 bytes long"),
      readAs(2, 5),
    ]);
  });

  it("on every other line is rejected on each", async () => {
    const lines = Array.from({ length: 500 }, (_, index) => (index % 2 ? csvLine(index) : openLine(index)));
    const rows = await rowsIn(fileOf([csvHeader, ...lines]), csv);
    const expected = lines.map((_, index) =>
      index % 2 ? readAs(index, index + 2) : rejected(index + 2, index === 498 ? NOT_CLOSED : AFTER),
    );
    expect(rows).toEqual(expected);
  });
});

describe("a quoted cell of many lines", () => {
  const ofSize = (bytes: number) => csvLine(1, { feedback: `${"line\n".repeat(bytes / 5)}` });

  it("is read whole up to the limit, and its lines are counted", async () => {
    const rows = await rowsIn(fileOf([csvHeader, ofSize(999_000), csvLine(2)]), csv);
    const [tooLong, next] = rows;
    expect(tooLong).toMatchObject({ line: 2, problems: [expect.stringContaining("row feedback: must be 0 to 5000")] });
    expect(next).toEqual(readAs(2, 199_803));
    expect(rows).toHaveLength(2);
  });

  it("is read whole at the very limit, and rejected one byte above it, with Windows line ends", async () => {
    const ofBytes = (bytes: number): string => {
      const lines = `${"x".repeat(98)}\r\n`.repeat(9_900);
      const padding = "x".repeat(bytes - csvLine(1, { feedback: lines }).length);
      return csvLine(1, { feedback: `${padding}${lines}` });
    };
    for (const [bytes, problem] of [
      [1_000_000, expect.stringContaining("row feedback: must be 0 to 5000")],
      [1_000_001, `row: ${TOO_FAR}`],
    ] as const) {
      const rows = await rowsIn(fileOf([csvHeader, ofBytes(bytes), ...goodLines(1_000)], "\r\n"), csv);
      expect(rows[0]).toMatchObject({ line: 2, problems: [problem] });
      expect(rows.slice(-1_000)).toEqual(goodRows(1_000, 9_903));
    }
  });

  it("is rejected over the limit, with each of its lines, and the rows after it are read", async () => {
    const rows = await rowsIn(fileOf([csvHeader, ofSize(1_000_000), csvLine(2)]), csv);
    expect(rows).toHaveLength(200_002);
    expect(rows[0]).toEqual(rejected(2, TOO_FAR));
    expect(rows[1]).toEqual(rejected(3, "has 1 column, must have 15"));
    expect(rows.at(-2)).toEqual(rejected(200_002, NOT_CLOSED));
    expect(rows.at(-1)).toEqual(readAs(2, 200_003));
  });
});

it("a quote that stays open for 40 MB is held up to the limit only", async () => {
  const line = Buffer.from(`${csvLine(0)}\n`);
  const block = Buffer.concat(Array<Buffer>(5_000).fill(line));
  let most = 0;
  async function* file() {
    yield* chunksOf(fileOf([csvHeader, openLine(1)]));
    for (let sent = 0; sent < 40; sent += 1) {
      yield* chunksOf(Buffer.from(block));
      if (sent % 8 === 7) most = Math.max(most, heldBytes());
    }
  }
  const before = heldBytes();
  let good = 0;
  for await (const rows of readRows(file(), csv)) good += rows.filter((row) => !("problems" in row)).length;
  expect(good).toBe(200_000);
  expect(most).toBeGreaterThan(0);
  expect(most - before).toBeLessThan(30_000_000);
});

it("a byte order mark inside a quoted first cell is text of the cell, and no mark of the line", async () => {
  const names = `course.name,${csvColumns.filter((name) => name !== "course.name").join(",")}`;
  const [company = "", employee = "", serial = "", , ...more] = csvLine(1).split(",");
  const texts = fileOf([
    names,
    ["\uFEFFx", company, employee, serial, ...more].join(","),
    ['"\uFEFFx"', company, employee, serial, ...more].join(","),
  ]);
  expect(await rowsIn(texts, { format: "csv" })).toMatchObject([
    { record: { course: { name: "x" } } },
    { record: { course: { name: "\uFEFFx" } } },
  ]);
  const owner = fileOf(["companySerial,employeeID", '"\uFEFFCMP",E']);
  expect(await rowsIn(owner, { format: "csv" })).toMatchObject([{ problems: [expect.stringContaining("U+FEFF")] }]);
});
