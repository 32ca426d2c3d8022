import fc from "fast-check";
import { expect, test } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { columnsOf } from "../../../infra/commands/import/columns.ts";
import { identifiersOf } from "../../../infra/commands/import/identifiers.ts";
import { mendIdentifier } from "../../../infra/commands/import/mend.ts";
import { anyRecord, valueAt, withoutMinusZero } from "../../support/any-record.ts";
import { sheetOf, type WrittenCell } from "../../support/workbook.ts";
import { workbookFileForEach } from "../../support/workbook-file.ts";
import { rowsOfFile } from "../../support/workbook-rows.ts";

const file = workbookFileForEach();

/** A value as a person's workbook has it: days as dates, numbers and truths as such. */
const cellOf = (value: unknown): WrittenCell => {
  if (value === "2022-07-22") return { serial: 44_764 };
  return value === "" ? null : (value as WrittenCell);
};

test.each(Object.keys(categories) as CategoryName[])(
  "reads records of %s as they were written to a workbook",
  async (name) => {
    const columns = columnsOf(name);
    const owner = { companySerial: "CMP-A", ...(categories[name].owner === "employee" && { employeeID: "E" }) };
    const header = [...Object.keys(owner), ...columns.map((column) => column.name)];
    const isClean = (record: object) =>
      identifiersOf(name).every(({ path }) => {
        const text = valueAt(record, path) as string;
        const mended = mendIdentifier(text);
        return "value" in mended && mended.value === text;
      });
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord(name), { minLength: 1, maxLength: 20 }), async (records) => {
        const written = records.map((record) => [
          ...Object.values(owner),
          ...columns.map(({ path }) => cellOf(valueAt(record, path))),
        ]);
        const { rows } = await rowsOfFile(file.path(), sheetOf(header, ...written), "--category", name);
        expect(rows).toHaveLength(records.length);
        for (const [index, record] of records.entries()) {
          const row = rows[index];
          const read = { employeeID: "", ...owner, category: name, line: index + 2, record: withoutMinusZero(record) };
          if (isClean(record)) expect(row).toEqual(read);
          else if (row && !("problems" in row)) expect(row.mended?.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 25 },
    );
  },
);
