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
} from "../shared/assignment-fields.ts";
import { singleLine } from "../shared/characters.ts";

/** `page × pageSize` must stay a safe integer, for every pageSize. */
const MAX_PAGE_SIZE = 100;
const MAX_PAGE = Math.floor(Number.MAX_SAFE_INTEGER / MAX_PAGE_SIZE);

const wholeNumber = (maximum: number) => {
  const rule = `must be one integer from 1 to ${maximum}, in plain decimal digits`;
  return z.pipe(
    z.string(`is required, ${rule}`).check(z.regex(/^[0-9]+$/, rule)),
    // The rule is the message of both bounds, too, and of digits that make no finite number.
    z.pipe(z.transform(Number), z.number(rule).check(z.minimum(1), z.maximum(maximum))),
  );
};

/** What a request for a page of an employee's webinar assignments must be. Unknown query parameters are ignored. */
export const listRequest = z.object({
  path: z.object({ employeeID: singleLine(1, 128) }),
  query: z.object({ page: wholeNumber(MAX_PAGE), pageSize: wholeNumber(MAX_PAGE_SIZE) }),
});
export type ListRequest = z.output<typeof listRequest>;

/** One webinar course assignment, its fields in the order in which the API gives them. */
export const assignment = /* @__PURE__ */ z.object({
  course: serialAndName,
  batch: serialAndName,
  absentReason: freeText,
  assignedCourseSerial: serial,
  feedback: freeText,
  isAttend: /* @__PURE__ */ z.boolean(),
  userAssignedStatus,
  postActivityStatus,
  postTestAttempt,
  postTestScore,
  postTestPassingScore,
});
export type Assignment = z.output<typeof assignment>;

/**
 * @param stored may have more fields, in any order
 * @returns exactly the documented fields, in their order
 */
export const toAssignment = (stored: Assignment): Assignment => ({
  course: stored.course,
  batch: stored.batch,
  absentReason: stored.absentReason,
  assignedCourseSerial: stored.assignedCourseSerial,
  feedback: stored.feedback,
  isAttend: stored.isAttend,
  userAssignedStatus: stored.userAssignedStatus,
  postActivityStatus: stored.postActivityStatus,
  postTestAttempt: stored.postTestAttempt,
  postTestScore: stored.postTestScore,
  postTestPassingScore: stored.postTestPassingScore,
});

/** The body of a successful answer. Marked pure: no request needs it, so the bundle leaves it out. */
export const listResponse = /* @__PURE__ */ z.object({
  status: /* @__PURE__ */ z.literal("success"),
  message: /* @__PURE__ */ z.literal("Success"),
  data: /* @__PURE__ */ z.array(assignment),
});
export type ListResponse = z.output<typeof listResponse>;
