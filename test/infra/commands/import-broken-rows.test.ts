import { describe, expect, it } from "vitest";
import { brokenRows } from "../../support/broken-rows.ts";
import { csvHeader, csvLine, fileOf, ndjsonLine, readAs, rowsIn } from "../../support/import-files.ts";

/** The broken rows of a format, a good one after each, from the line after `header` on. */
const mixed = (format: "ndjson" | "csv", header: readonly string[]) => {
  const lines: (string | Uint8Array)[] = [...header];
  const expected: object[] = [];
  let line = header.length + 1;
  for (const [index, { problems, [format]: text }] of brokenRows.entries()) {
    if (text === undefined) continue;
    const raw = Buffer.from(text).toString();
    const row = raw.length > 1_000_000 ? raw.slice(0, 1_000) : raw;
    lines.push(text, format === "csv" ? csvLine(index) : ndjsonLine(index));
    expected.push(expect.objectContaining({ line, problems, row }));
    line += raw.split("\n").length;
    expected.push(readAs(index, line));
    line += 1;
  }
  return { lines, expected };
};

describe.each([
  { format: "ndjson", header: [], kinds: 70 },
  { format: "csv", header: [csvHeader], kinds: 45 },
] as const)("a file of $format", ({ format, header, kinds }) => {
  const { lines, expected } = mixed(format, header);

  it(`has each of over ${kinds} kinds of broken rows rejected, and every good row read`, async () => {
    expect(expected.length).toBeGreaterThanOrEqual(2 * kinds);
    expect(await rowsIn(fileOf(lines), { format })).toEqual(expected);
  });

  it("is read alike with Windows line ends", async () => {
    const withoutQuotedLineEnds = lines.map((line) =>
      typeof line === "string" ? line.replace("EMP\n1", "EMP\r\n1") : line,
    );
    const rows = await rowsIn(fileOf(withoutQuotedLineEnds, "\r\n"), { format });
    const comparable = (row: object) => JSON.parse(JSON.stringify(row).replace("EMP\\r\\n1", "EMP\\n1"));
    expect(rows.map(comparable)).toEqual(expected);
  });
});
