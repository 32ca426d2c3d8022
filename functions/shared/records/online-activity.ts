import * as z from "zod/mini";
import { count, day, score, serialAndName } from "./fields.ts";

/** One online course of an employee, its fields in the order in which the API gives them. */
export const onlineActivity = z.object({
  course: serialAndName,
  /** `null` where the test was not submitted, or ran out of time. */
  postTest: z.nullable(score),
  preTest: z.nullable(score),
  /** Seconds. */
  timeSpent: count,
  /** Empty where the course is not submitted or ran out of time. */
  completedAt: day,
  status: z.enum(["not_started", "in_progress", "completed", "expired", "failed"]),
});
export type OnlineActivity = z.output<typeof onlineActivity>;
