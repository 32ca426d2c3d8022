import * as z from "zod/mini";
import {
  freeText,
  postActivityStatus,
  postTestAttempt,
  postTestPassingScore,
  postTestScore,
  serial,
  serialAndName,
  userAssignedStatus,
} from "../assignment-fields.ts";

/**
 * One assignment as a row of the table holds it. A field that is added later gets a default here
 * (`z._default(rule, value)`): rows written before have no such attribute, and are read as if they had the default.
 */
export const storedAssignment = z.object({
  course: serialAndName,
  batch: serialAndName,
  absentReason: freeText,
  assignedCourseSerial: serial,
  feedback: freeText,
  isAttend: z.boolean(),
  userAssignedStatus,
  postActivityStatus,
  postTestAttempt,
  postTestScore,
  postTestPassingScore,
});
export type StoredAssignment = z.output<typeof storedAssignment>;
