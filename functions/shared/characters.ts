import * as z from "zod/mini";

// Unicode's Cc: C0, DEL and C1. A JSON escape of C0, inside Lambda's own JSON, weighs seven bytes: a page of 100
// records full of them would not fit an answer.
const NO_CONTROL = /^\P{Cc}*$/u;
const NO_CONTROL_BUT_LINES = /^[\t\n\r\P{Cc}]*$/u;

/** A required string. The problem says whether it is missing or has another type, followed by the `rule`. */
export const requiredString = (rule: string) =>
  z.string({ error: ({ input }) => (input === undefined ? `is required, ${rule}` : `must be a string, ${rule}`) });

// Its calls below are marked pure, so that a bundle which needs only `requiredString` leaves them out.
const bounded = (allowed: RegExp, kind: string) => (minimum: 0 | 1, maximum: number) => {
  const rule = `must be ${minimum} to ${maximum} characters, ${kind}`;
  const fits = (value: string) =>
    value.length >= minimum &&
    // UTF-16 units bound code points from above, so only a string between the two bounds has to be counted.
    // Stryker disable next-line ConditionalExpression,EqualityOperator: it only spares the count at the end
    (value.length <= maximum || (value.length <= 2 * maximum && [...value].length <= maximum)) &&
    value.isWellFormed() &&
    allowed.test(value);
  const schema = requiredString(rule).check(z.refine(fits, rule));
  // Where zod keeps what JSON Schema can say of its own checks: the OpenAPI document has it from there.
  Object.assign(schema._zod.bag, { minimum, maximum, patterns: new Set([allowed]) });
  return schema;
};

/** A string of `minimum` to `maximum` Unicode code points (as JSON Schema counts), none of them a control character. */
export const singleLine = /* @__PURE__ */ bounded(NO_CONTROL, "none of them a control character");

/** As `singleLine`, and new lines and tabs are fine. */
export const multiLine = /* @__PURE__ */ bounded(NO_CONTROL_BUT_LINES, "no control characters but new lines and tabs");
