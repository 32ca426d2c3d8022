import { CommandError } from "../../terminal/command.ts";
import type { Archive } from "./archive.ts";
import { bounds } from "./bounds.ts";
import { findWorkbook, readRelationships } from "./package.ts";
import { elements, isTrue, relationshipOf, walk } from "./xml.ts";

export type SheetEntry = { readonly name: string; readonly hidden: boolean; readonly part: string };

/** What a workbook has, by the names of its parts. */
export type Contents = {
  /** In the order of their tabs; without charts and other sheets that have no cells. */
  readonly sheets: readonly SheetEntry[];
  readonly strings: string | undefined;
  readonly styles: string | undefined;
  /** Whether days are counted from 1904, as Excel for Mac once did, and not from 1900. */
  readonly date1904: boolean;
};

/** @throws {CommandError} if the archive is no workbook */
export const readContents = async (archive: Archive): Promise<Contents> => {
  const workbook = await findWorkbook(archive);
  const relationships = await readRelationships(archive, workbook);
  const partOf = (type: string) => [...relationships.values()].find((other) => other.type === type)?.target;
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  const roots = elements({
    workbook: {
      inside: elements({
        workbookPr: {
          open(attributes) {
            date1904 = isTrue(attributes["date1904"]);
          },
        },
        sheets: {
          inside: elements({
            sheet: {
              open(attributes) {
                const relationship = relationships.get(relationshipOf(attributes) ?? "");
                if (relationship?.type !== "worksheet") return;
                if (sheets.length === bounds.sheets)
                  throw new CommandError(`there are more than ${bounds.sheets} sheets`);
                const state = attributes["state"]?.value ?? "visible";
                const name = attributes["name"]?.value ?? "";
                sheets.push({ name, hidden: state !== "visible", part: relationship.target });
              },
            },
          }),
        },
      }),
    },
  });
  for await (const _ of walk(workbook, archive.read(workbook, bounds.smallPart), roots));
  return { sheets, strings: partOf("sharedStrings"), styles: partOf("styles"), date1904 };
};

/**
 * @param wanted the sheet's name; case does not matter, as in Excel
 * @returns the sheet of that name, or the first one
 * @throws {CommandError} naming the sheets that there are
 */
export const chooseSheet = ({ sheets }: Contents, wanted: string | undefined): SheetEntry => {
  const [first] = sheets;
  if (!first) throw new CommandError("the workbook has no sheet with cells");
  if (wanted === undefined) return first;
  const found = sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => same(name) === same(wanted));
  if (found) return found;
  throw new CommandError(`the workbook has no sheet "${wanted}"; it has ${namesOf(sheets)}`);
};

const same = (name: string): string => name.normalize("NFC").trim().toLowerCase();

/** How many sheets a message names. */
const NAMED = 10;

/** @returns the sheets' names as words of a sentence */
export const namesOf = (sheets: readonly SheetEntry[]): string => {
  const names = sheets.slice(0, NAMED).map(({ name, hidden }) => `"${name}"${hidden ? " (hidden)" : ""}`);
  const more = sheets.length > NAMED ? [`${sheets.length - NAMED} more`] : [];
  return new Intl.ListFormat("en-GB").format([...names, ...more]);
};
