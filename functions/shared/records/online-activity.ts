import * as z from "zod/mini";
import { requiredString } from "../characters.ts";
import { count, score, serialAndName } from "./fields.ts";

const DATE_RULE = "must be a date such as 2022-07-22, or empty";

/** A day that the calendar has, as `2022-07-22`; empty where the course is not submitted or ran out of time. */
const completedAt = requiredString(DATE_RULE).check(
  z.regex(/^(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?$/, { error: DATE_RULE, abort: true }),
  z.refine((day) => day === "" || isDay(day), DATE_RULE),
);

/** `Date` takes 30 February for 2 March. */
const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

/** One online course of an employee, its fields in the order in which the API gives them. */
export const onlineActivity = z.object({
  course: serialAndName,
  /** `null` where the test was not submitted, or ran out of time. */
  postTest: z.nullable(score),
  preTest: z.nullable(score),
  /** Seconds. */
  timeSpent: count,
  completedAt,
  status: z.enum(["not_started", "in_progress", "completed", "expired", "failed"]),
});
export type OnlineActivity = z.output<typeof onlineActivity>;
