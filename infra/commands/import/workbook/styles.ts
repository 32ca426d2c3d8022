import type { Archive } from "./archive.ts";
import { bounds } from "./bounds.ts";
import { elements, walk } from "./xml.ts";

/** @returns whether a cell with that style, by its number in `cellXfs`, shows a number as a date or time */
export type IsDate = (style: number) => boolean;

/** The built-in formats that are dates or times, also those of East Asian locales (ECMA-376-1, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/**
 * @param code a number format such as `dd/mm/yyyy` or `#,##0.00 "days"`
 * @returns whether it has a part of a date or time outside quotes, escapes and brackets, or an elapsed time such as `[h]`
 */
const isDateFormat = (code: string): boolean => {
  const elapsed = /\[(?:h+|m+|s+)\]/i;
  const bare = code.replace(/"[^"]*"?|\\.|[_*]./g, "");
  return elapsed.test(bare) || /[dmyhs]/i.test(bare.replace(/\[[^\]]*\]?/g, "").replace(/General/gi, ""));
};

/** @param name of the part with styles; without one no cell is a date */
export const readStyles = async (archive: Archive, name: string | undefined): Promise<IsDate> => {
  if (name === undefined) return () => false;
  const custom = new Map<number, boolean>();
  const formats: number[] = [];
  const roots = elements({
    styleSheet: {
      inside: elements({
        numFmts: {
          inside: elements({
            numFmt: {
              open({ numFmtId, formatCode }) {
                if (custom.size < bounds.styles)
                  custom.set(Number(numFmtId?.value), isDateFormat(formatCode?.value ?? ""));
              },
            },
          }),
        },
        cellXfs: {
          inside: elements({
            xf: {
              open({ numFmtId }) {
                if (formats.length < bounds.styles) formats.push(Number(numFmtId?.value ?? 0));
              },
            },
          }),
        },
      }),
    },
  });
  for await (const _ of walk(name, archive.read(name, bounds.smallPart), roots));
  const dates = formats.map((id) => custom.get(id) ?? isBuiltInDate(id));
  return (style) => dates[style] ?? false;
};
