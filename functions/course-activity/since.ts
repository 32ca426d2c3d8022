import { positionAt } from "../shared/store/markers.ts";
import { positionIn } from "../shared/store/watermark.ts";

const RULE = "must be the `next` of an earlier answer, or a time as 2026-11-28T12:00:00+07:00";

/** RFC 3339 without leap seconds, which no clock here knows. */
const TIME = /^(\d{4}-\d\d-(\d\d))T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * @param now milliseconds since 1970
 * @returns a place among the markers, or what is wrong with the text
 */
export const positionOfSince = (
  text: string,
  companySerial: string,
  now: number,
): { readonly position: string } | { readonly problem: string } => {
  const ms = timeIn(text);
  // As in a query, where a bare + is a blank.
  if (Number.isNaN(ms) && !Number.isNaN(timeIn(text.replace(" ", "+")))) {
    return { problem: `${RULE} (in a query, + is written %2B)` };
  }
  if (ms > now) return { problem: `${RULE} that is not in the future` };
  const position = Number.isNaN(ms) ? positionIn(companySerial, text) : positionAt(ms);
  return position === undefined ? { problem: RULE } : { position };
};

/** @returns milliseconds since 1970, or `NaN` */
const timeIn = (text: string): number => {
  const [, date, day] = TIME.exec(text) ?? [];
  // `Date` takes the 30th of February for the 2nd of March.
  const exists = date !== undefined && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day);
  return exists ? Date.parse(text.toUpperCase()) : Number.NaN;
};
