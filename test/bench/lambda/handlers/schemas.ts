import * as z from "zod";

const text = (least: number, most: number) => z.string().min(least).max(most);
const named = z.object({ serial: text(1, 128), name: text(1, 300) });

/** The contract as most would write it: with zod, the whole of it. */
export const listRequest = z.object({
  employeeID: text(1, 128),
  page: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(1)),
  pageSize: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(1).max(100)),
});

export const assignments = z.array(
  z.object({
    course: named,
    batch: named,
    absentReason: text(0, 5_000),
    assignedCourseSerial: text(1, 128),
    feedback: text(0, 5_000),
    isAttend: z.boolean(),
    userAssignedStatus: z.enum(["Ongoing", "Cleared", "Failed"]),
    postActivityStatus: z.enum(["NOT STARTED", "IN PROGRESS", "COMPLETED", "EXPIRED", ""]),
    postTestAttempt: z.int().min(0),
    postTestScore: z.number().min(0),
    postTestPassingScore: z.int().nullable(),
  }),
);
