import * as z from "zod/mini";
import { multiLine, requiredString, singleLine } from "../characters.ts";

// The fields that records of several categories have.

export const serial = singleLine(1, 128);
export const serialAndName = z.object({ serial, name: singleLine(1, 300) });
export const freeText = multiLine(0, 5_000);
export const count = z.int().check(z.nonnegative());
export const score = z.number().check(z.nonnegative());

const DATE_RULE = "must be a date such as 2022-07-22, or empty";

/** A day that the calendar has, as `2022-07-22`, or empty. */
export const day = requiredString(DATE_RULE).check(
  z.regex(/^(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?$/, { error: DATE_RULE, abort: true }),
  z.refine((text) => text === "" || isDay(text), DATE_RULE),
);

/** `Date` takes 30 February for 2 March. */
const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
