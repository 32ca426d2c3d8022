import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunksOf, csvHeader, csvLine, fileOf, ndjsonLine, readAs, rowsIn } from "../../support/import-files.ts";

const csv = { format: "csv" } as const;
const ndjson = { format: "ndjson" } as const;
const utf16 = (text: string, order: "le" | "be", mark = "\ufeff"): Buffer => {
  const bytes = Buffer.from(`${mark}${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};
const text = fileOf([csvHeader, csvLine(1, { feedback: "é😀" }), csvLine(2)]).toString();
const [, second] = [readAs(1, 2), readAs(2, 3)];

describe("the encoding", () => {
  it.each(["le", "be"] as const)("UTF-16 %s with a mark is read, whatever its chunks", async (order) => {
    for (const size of [1, 3, 64, 100_000]) {
      const rows = await rowsIn(chunksOf(utf16(text, order), size), csv);
      expect(rows).toMatchObject([{ line: 2, record: { feedback: "é😀" } }, second]);
    }
  });

  it.each([
    ["UTF-16 LE without a byte order mark", utf16(text, "le", "")],
    ["UTF-16 BE without a byte order mark", utf16(text, "be", "")],
    ["UTF-32", Buffer.from("fffe000063000000", "hex")],
    ["UTF-32 without a byte order mark", Buffer.from("00000063", "hex")],
  ])("%s is refused by name, with what to do", async (name, file) => {
    const refusal = rowsIn(chunksOf(file, 1), csv);
    await expect(refusal).rejects.toThrow(`the file is ${name}; save it as UTF-8: in Excel`);
    await expect(rowsIn(file, csv)).rejects.toThrow("CSV UTF-8");
  });

  it.each([
    ["an Excel workbook (.xlsx) or another ZIP archive", Buffer.from("504b030414", "hex")],
    ["an Excel workbook (.xls), or one with a password", Buffer.from("d0cf11e0a1b1", "hex")],
  ])("%s from a pipe is refused by name, with what to do", async (name, file) => {
    const refusal = `the file is ${name}; save it to a file, and give the file's name`;
    await expect(rowsIn(chunksOf(file, 1), csv)).rejects.toThrow(refusal);
  });

  it("UTF-16 that is cut in the middle of a character is refused", async () => {
    await expect(rowsIn(utf16(text, "le").subarray(0, -1), csv)).rejects.toThrow("the file is not valid UTF-16LE");
  });
});

it("a header in Windows-1252 is refused with what to do", async () => {
  await expect(rowsIn(Buffer.from("companySerial,employeeID,Andr\u00e9\n", "latin1"), csv)).rejects.toThrow(
    /^line 1: the header is not UTF-8, perhaps Windows-1252; save it as UTF-8/,
  );
});

it("a joined file is read alike in any chunks", () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.constantFrom(",", ";", "\t", "|"),
      fc.array(fc.constantFrom("\ufeff", "", csvHeader, csvLine(1), csvLine(2), ",,,", "sep=;"), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      async (lineEnd, delimiter, lines, size) => {
        const all = [csvHeader, csvLine(3), ...lines].map((line) => line.replaceAll(",", delimiter));
        const file = fileOf(all, lineEnd);
        const whole = await rowsIn(file, csv);
        expect(whole.filter((row) => !("problems" in row))).toHaveLength(
          1 + lines.filter((line) => line.startsWith("CMP")).length,
        );
        expect(await rowsIn(chunksOf(file, size), csv)).toEqual(whole);
      },
    ),
  ));

describe("a byte order mark at a line's beginning", () => {
  it.each([
    ["a cell", csvLine(2)],
    ["a quote", csvLine(2).replace("CMP-IMPORT", '"CMP-IMPORT"')],
  ])("is taken off before %s", async (_, line) => {
    for (const marks of ["\ufeff", "\ufeff\ufeff"]) {
      const file = fileOf([csvHeader, csvLine(1), `${marks}${line}`]);
      expect(await rowsIn(chunksOf(file, 7), csv)).toEqual([readAs(1, 2), second]);
    }
  });

  it("is taken off in NDJSON", async () => {
    expect(await rowsIn(fileOf([ndjsonLine(1), `\ufeff${ndjsonLine(2)}`]), ndjson)).toEqual([
      readAs(1, 1),
      readAs(2, 2),
    ]);
  });

  it("stays inside a quoted cell", async () => {
    const feedback = "a\n\ufeffb";
    const file = fileOf([csvHeader, csvLine(1, { feedback })]);
    expect(await rowsIn(file, csv)).toMatchObject([{ record: { feedback } }]);
  });
});

describe("line ends", () => {
  it.each([
    ["CR", ["\r", "\r", "\r"]],
    ["CR, LF and CRLF", ["\r", "\n", "\r\n"]],
    ["CRLF, CR and LF", ["\r\n", "\r", "\n"]],
  ])("of %s are read alike, with line numbers", async (_, [a, b, c]) => {
    for (const size of [1, 7, 10_000]) {
      const file = Buffer.from(`${csvHeader}${a}${csvLine(1)}${b}${csvLine(2)}${c}`);
      expect(await rowsIn(chunksOf(file, size), csv)).toEqual([readAs(1, 2), second]);
      const lines = Buffer.from(`${ndjsonLine(1)}${a}${ndjsonLine(2)}${b}${ndjsonLine(3)}${c}`);
      expect(await rowsIn(chunksOf(lines, size), ndjson)).toEqual([readAs(1, 1), readAs(2, 2), readAs(3, 3)]);
    }
  });

  it("are not made of a CR inside a quoted cell", async () => {
    const quotedCell = csvLine(1, { feedback: "a,b" }).replace("a,b", "a\rb");
    const rows = await rowsIn(fileOf([csvHeader, quotedCell], "\r"), csv);
    expect(rows).toMatchObject([{ line: 2, record: { feedback: "a\rb" } }]);
  });

  it("are not made of U+2028", async () => {
    const rows = await rowsIn(fileOf([csvHeader, csvLine(1, { feedback: "a\u2028b" })]), csv);
    expect(rows).toMatchObject([{ line: 2, record: { feedback: "a\u2028b" } }]);
  });
});
