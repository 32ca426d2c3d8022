import * as z from "zod/mini";
import { multiLine, singleLine } from "../shared/characters.ts";

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

const serial = singleLine(1, 128);
const named = z.object({ serial, name: singleLine(1, 300) });

/** One webinar course assignment, its fields in the order in which the API gives them. */
export const assignment = z.object({
  course: named,
  batch: named,
  absentReason: multiLine(0, 5_000),
  assignedCourseSerial: serial,
  feedback: multiLine(0, 5_000),
  isAttend: z.boolean(),
  userAssignedStatus: z.enum(["Ongoing", "Cleared", "Failed"]),
  /** Empty where the course has no post activity. */
  postActivityStatus: z.enum(["NOT STARTED", "IN PROGRESS", "COMPLETED", "EXPIRED", ""]),
  postTestAttempt: z.int().check(z.nonnegative()),
  postTestScore: z.number().check(z.nonnegative()),
  postTestPassingScore: z.nullable(z.int()),
});
export type Assignment = z.output<typeof assignment>;

/** The body of a successful answer. */
export const listResponse = z.object({
  status: z.literal("success"),
  message: z.literal("Success"),
  data: z.array(assignment),
});
export type ListResponse = z.output<typeof listResponse>;
