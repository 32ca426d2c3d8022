import * as z from "zod/mini";
import { count, freeText, score, serial, serialAndName } from "./fields.ts";

/** One assignment to a webinar or offline course, its fields in the order in which the API gives them. */
export const assignment = z.object({
  course: serialAndName,
  batch: serialAndName,
  absentReason: freeText,
  assignedCourseSerial: serial,
  feedback: freeText,
  isAttend: z.boolean(),
  userAssignedStatus: z.enum(["Ongoing", "Cleared", "Failed"]),
  /** Empty where the course has no post activity. */
  postActivityStatus: z.enum(["NOT STARTED", "IN PROGRESS", "COMPLETED", "EXPIRED", ""]),
  postTestAttempt: count,
  postTestScore: score,
  postTestPassingScore: z.nullable(z.int()),
});
export type Assignment = z.output<typeof assignment>;
