import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { categories } from "../../../functions/shared/store/categories.ts";
import { exampleRecords } from "../../support/records.ts";

type Changes = Record<string, unknown>;

const assignmentCases = {
  valid: [
    { userAssignedStatus: "Cleared" },
    { userAssignedStatus: "Failed" },
    { postActivityStatus: "NOT STARTED" },
    { postActivityStatus: "IN PROGRESS" },
    { postActivityStatus: "COMPLETED" },
    { postActivityStatus: "EXPIRED" },
    { postTestScore: 86.67 },
    { postTestPassingScore: 70 },
    { postTestAttempt: 3 },
    { feedback: "a\nb", absentReason: "x".repeat(5_000) },
    { course: { serial: "s".repeat(128), name: "n".repeat(300) } },
  ],
  invalid: [
    { userAssignedStatus: "ongoing" },
    { userAssignedStatus: "" },
    { postActivityStatus: "DONE" },
    { postActivityStatus: null },
    { postTestScore: -0.5 },
    { postTestScore: Number.NaN },
    { postTestScore: "1" },
    { postTestPassingScore: 70.5 },
    { postTestAttempt: -1 },
    { postTestAttempt: 1.5 },
    { isAttend: "true" },
    { feedback: "x".repeat(5_001) },
    { course: { serial: "", name: "n" } },
    { course: { serial: "s".repeat(129), name: "n" } },
    { batch: { serial: "s", name: "n".repeat(301) } },
    { batch: { serial: "s", name: "" } },
    { assignedCourseSerial: undefined },
  ],
};

/** What each field may be, and what it may not be, beside the rules of `characters.ts`. */
const cases: {
  readonly [Name in keyof typeof categories]: { readonly valid: Changes[]; readonly invalid: Changes[] };
} = {
  webinar: assignmentCases,
  offline: assignmentCases,
  online: {
    valid: [
      { postTest: null, preTest: null },
      { postTest: 0, preTest: 99.5 },
      { timeSpent: 0 },
      { completedAt: "" },
      { completedAt: "2024-02-29" },
      ...["not_started", "in_progress", "completed", "expired", "failed"].map((status) => ({ status })),
    ],
    invalid: [
      { postTest: -1 },
      { postTest: "80" },
      { preTest: undefined },
      { timeSpent: 1.5 },
      { timeSpent: -1 },
      { completedAt: "2023-02-29" },
      { completedAt: "2022-13-01" },
      { completedAt: "2022-7-22" },
      { completedAt: "2022-07-22T00:00:00Z" },
      { completedAt: " 2022-07-22" },
      { completedAt: null },
      { status: "COMPLETED" },
      { status: "" },
      { course: { serial: "", name: "n" } },
    ],
  },
  courses: {
    valid: [
      { serial: "s".repeat(128), name: "n".repeat(300) },
      { description: "" },
      { description: "a\nb".padEnd(5_000, "x") },
      { type: "webinar" },
      { type: "offline" },
    ],
    invalid: [
      { serial: "" },
      { serial: "s".repeat(129) },
      { name: "" },
      { name: "n".repeat(301) },
      { description: "x".repeat(5_001) },
      { description: null },
      { type: "Online" },
      { type: "" },
    ],
  },
};

describe.each(Object.entries(categories))("a record of %s", (name, { record, stored }) => {
  const { valid, invalid } = cases[name as keyof typeof cases];
  const example = exampleRecords[name as keyof typeof cases];
  const accepted = (changes: Changes) =>
    [record, stored].map((schema) => z.safeParse(schema, { ...example, ...changes }).success);

  it.each(valid)("may be %j", (changes) => {
    expect(accepted(changes)).toEqual([true, true]);
  });

  it.each(invalid)("may not be %j", (changes) => {
    expect(accepted(changes)).toEqual([false, false]);
  });
});
