import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reject, Row } from "../../../infra/commands/import/rows.ts";
import { readRows } from "../../../infra/commands/import/source.ts";
import { brokenRows } from "../../support/broken-rows.ts";
import { chunksOf, csvHeader, csvLine, fileOf, ndjsonLine, rowsIn } from "../../support/import-files.ts";

/** What a row may be made of: whatever means something to either reader, and good rows. */
const fragment = fc.constantFrom(
  '"',
  '""',
  ",",
  ";",
  "\n",
  "\r\n",
  "\r",
  "\ufeff",
  "a",
  "é",
  "😀",
  "{",
  "}",
  " ",
  "\\",
);
const scraps = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(""));
const line = (good: (number: number) => string) =>
  fc.oneof(fc.nat(99).map(good), scraps, fc.uint8Array({ maxLength: 5 }));

async function* inChunks(file: Buffer, sizes: readonly number[]) {
  for (let at = 0, turn = 0; at < file.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield file.subarray(at, at + size);
    at += size;
  }
}

describe.each([
  { format: "ndjson", header: "", good: ndjsonLine },
  { format: "csv", header: csvHeader, good: (number: number) => csvLine(number, { feedback: "a,\nb" }) },
] as const)("$format", ({ format, header, good }) => {
  it("is read alike, whatever chunks its bytes come in", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(line(good), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
        async (lines, sizes) => {
          const file = fileOf([header, good(0), ...lines]);
          const rows = await rowsIn(inChunks(file, sizes), { format });
          expect(rows).toEqual(await rowsIn(file, { format }));
        },
      ),
    ));

  it("keeps a good row good, whatever line without a quote stands before it", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          scraps.map((text) => text.replaceAll('"', "")),
          { maxLength: 10 },
        ),
        async (lines) => {
          const rows = await rowsIn(fileOf([header, ...lines, good(1)]), { format });
          expect(rows.at(-1)).toMatchObject({ employeeID: "EMPLOYEE-1", record: expect.anything() });
        },
      ),
    ));

  const broken = brokenRows.flatMap(({ [format]: text }, index) => (text === undefined ? [] : [text, good(index)]));
  const whole = fileOf([header, ...broken]);

  it.each([7, 4_096, 10_000_000])(
    "with rows of every broken kind is read alike in chunks of %i bytes",
    async (size) => {
      const expected = await rowsIn(whole, { format });
      expect(await rowsIn(chunksOf(whole, size), { format })).toEqual(expected);
    },
  );

  it("comes in batches that stand for about 1 MB at most, even where it is given at once", async () => {
    const file = fileOf([header, ...Array.from({ length: 20_000 }, (_, index) => good(index))]);
    const sizes: number[] = [];
    let rows: (Row | Reject)[] = [];
    for await (const batch of readRows(chunksOf(file, file.length), { format })) {
      sizes.push(batch.length);
      rows = rows.concat(batch);
    }
    expect(rows).toHaveLength(20_000);
    expect(Math.max(...sizes) * (file.length / 20_000)).toBeLessThan(1_000_000);
  });
});
