import type { Assignment } from "../../functions/shared/records/assignment.ts";

/** The contract's example record, unchanged. */
export const exampleAssignment: Assignment = {
  course: { serial: "COURSE-EXAMPLE1", name: "[OFFLINE] Effisien Menggunakan Spreadsheet untuk Report" },
  batch: { serial: "BATCH-EXP-02", name: "Webinar Training Batch 1" },
  absentReason: "",
  assignedCourseSerial: "ASGC-T0MHUDPV",
  feedback: "",
  isAttend: true,
  userAssignedStatus: "Ongoing",
  postActivityStatus: "",
  postTestAttempt: 0,
  postTestScore: 0,
  postTestPassingScore: null,
};

/** `count` records with different serials, which start with `prefix` and are numbered from `first`. */
export const assignmentsOf = (count: number, prefix = "ASGC", first = 1): Assignment[] =>
  Array.from({ length: count }, (_, index) => ({
    ...exampleAssignment,
    assignedCourseSerial: `${prefix}-${first + index}`,
    postTestScore: (first + index) / 4,
  }));
