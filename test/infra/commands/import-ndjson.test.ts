import { describe, expect, it } from "vitest";
import { heldBytes } from "../../support/held-bytes.ts";
import { chunksOf, fileOf, goodRow, ndjsonLine, readAs, rowsIn } from "../../support/import-files.ts";

const ndjson = { format: "ndjson" } as const;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** A row in order that is `bytes` long, blown up by a field that is ignored. */
const lineOf = (bytes: number, fill = "x"): string => {
  const rest = JSON.stringify({ ...goodRow(1), ignored: "" });
  return JSON.stringify({ ...goodRow(1), ignored: fill.repeat((bytes - rest.length) / Buffer.byteLength(fill)) });
};

describe("NDJSON", () => {
  it("is a row a line, the last one with or without its line end", async () => {
    const file = fileOf([ndjsonLine(1), ndjsonLine(2)]);
    expect(await rowsIn(file, ndjson)).toEqual([readAs(1, 1), readAs(2, 2)]);
    expect(await rowsIn(file.subarray(0, -1), ndjson)).toEqual([readAs(1, 1), readAs(2, 2)]);
  });

  it("may have Windows line ends, a byte order mark, and blank lines, which count as lines", async () => {
    const file = Buffer.concat([MARK, fileOf(["", ndjsonLine(1), " \t ", "", ndjsonLine(2), ""], "\r\n")]);
    expect(await rowsIn(file, ndjson)).toEqual([readAs(1, 2), readAs(2, 5)]);
  });

  it("counts a line end inside a JSON row as what it is", async () => {
    const lines = [...JSON.stringify(goodRow(1), null, 1).split("\n"), ndjsonLine(2)];
    const rows = await rowsIn(fileOf(lines), ndjson);
    expect(rows).toHaveLength(lines.length);
    expect(rows.at(-1)).toEqual(readAs(2, lines.length));
  });

  it.each([
    ["nothing", ""],
    ["a byte order mark", MARK],
  ])("that holds only %s has no rows", async (_, file) => {
    expect(await rowsIn(file, ndjson)).toEqual([]);
  });

  it.each([
    ["a line end", "\n", 1],
    ["a blank", " ", 1],
    ["blank lines", "\n \r\n\t", 3],
  ])("that holds only %s is refused", async (_, file, count) => {
    await expect(rowsIn(file, ndjson)).rejects.toThrow(
      `there are no rows: all its lines are blank. Skipped: ${count} empty row`,
    );
  });

  it("keeps a line's problem to the line, in the rows' order", async () => {
    const rows = await rowsIn(fileOf([ndjsonLine(1), "{", ndjsonLine(2), "x", "x", ndjsonLine(3)]), ndjson);
    expect(rows.map((row) => ("problems" in row ? row.row : row.employeeID))).toEqual([
      "EMPLOYEE-1",
      "{",
      "EMPLOYEE-2",
      "x",
      "x",
      "EMPLOYEE-3",
    ]);
  });
});

describe("a line", () => {
  it.each(["\n", "\r\n"])("of 1,000,000 bytes and %j is read", async (lineEnd) => {
    expect(await rowsIn(fileOf([lineOf(1_000_000), ndjsonLine(2)], lineEnd), ndjson)).toEqual([
      readAs(1, 1),
      readAs(2, 2),
    ]);
  });

  it.each(["\n", "\r\n"])("of 1,000,001 bytes and %j is rejected with its first 1,000 characters", async (lineEnd) => {
    const line = lineOf(1_000_001);
    expect(await rowsIn(fileOf([line, ndjsonLine(2)], lineEnd), ndjson)).toEqual([
      { line: 1, row: line.slice(0, 1_000), problems: ["row: must be at most 1000000 bytes long"], owner: {} },
      readAs(2, 2),
    ]);
  });

  it("over the limit may be the last one, without its line end", async () => {
    const rows = await rowsIn(`${ndjsonLine(1)}\n${"😀".repeat(300_000)}`, ndjson);
    expect(rows).toEqual([readAs(1, 1), expect.objectContaining({ line: 2, row: "😀".repeat(1_000) })]);
  });

  it("of 200 MB is passed over without being held", async () => {
    let most = 0;
    const before = heldBytes();
    async function* file() {
      yield Buffer.from(`${ndjsonLine(1)}\n`);
      for (let sent = 0; sent < 200; sent += 1) {
        yield Buffer.alloc(1_000_000, "x");
        if (sent % 20 === 19) most = Math.max(most, heldBytes());
      }
      yield Buffer.from(`\n${ndjsonLine(2)}`);
    }
    expect(await rowsIn(file(), ndjson)).toEqual([
      readAs(1, 1),
      expect.objectContaining({ line: 2, row: "x".repeat(1_000) }),
      readAs(2, 3),
    ]);
    expect(most).toBeGreaterThan(0);
    expect(most - before).toBeLessThan(50_000_000);
  });
});

it.each(["little", "big"])("a file in UTF-16 of %s end is read by its mark, whatever its chunks", async (end) => {
  const file = Buffer.from(`\ufeff${ndjsonLine(1)}`, "utf16le");
  expect(await rowsIn(chunksOf(end === "big" ? file.swap16() : file, 1), ndjson)).toEqual([readAs(1, 1)]);
});
