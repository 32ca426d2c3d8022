import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { assignment, listRequest, toAssignment } from "../../../functions/webinar-activity/contract.ts";
import { exampleAssignment } from "../../support/assignments.ts";

const problems = (query: Record<string, string>, path: Record<string, string> = { employeeID: "EMPLY1" }) =>
  z.safeParse(listRequest, { path, query }).error?.issues.map((issue) => issue.path.join(".")) ?? [];

describe("page and pageSize", () => {
  it.each(["1", "2", "100", "0001", "90071992547409"])("accept page=%s", (page) => {
    expect(problems({ page, pageSize: "10" })).toEqual([]);
  });

  it.each(["1", "10", "99", "100"])("accept pageSize=%s", (pageSize) => {
    expect(problems({ page: "1", pageSize })).toEqual([]);
  });

  it.each([
    "0",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1e2",
    "0x10",
    "1.0",
    "",
    "1,2",
    "١",
    "٣",
    "NaN",
    "Infinity",
    "90071992547410",
  ])("refuse page=%j", (page) => {
    expect(problems({ page, pageSize: "10" })).toEqual(["query.page"]);
  });

  it.each(["0", "101", "1000", "-1", "10.0", "", "10,10"])("refuse pageSize=%j, never clamped", (pageSize) => {
    expect(problems({ page: "1", pageSize })).toEqual(["query.pageSize"]);
  });

  it("are both required", () => {
    expect(problems({})).toEqual(["query.page", "query.pageSize"]);
  });

  it("keep page × pageSize a safe integer at the largest page", () => {
    expect(Number.isSafeInteger(90_071_992_547_409 * 100)).toBe(true);
    expect(Number.isSafeInteger(90_071_992_547_410 * 100)).toBe(false);
  });

  it("ignore unknown parameters, whatever their name", () => {
    expect(problems({ page: "1", pageSize: "10", ["__proto__"]: "x", constructor: "y", sort: "z" })).toEqual([]);
  });
});

it("refuses a request without an employee ID", () => {
  expect(problems({ page: "1", pageSize: "1" }, {})).toEqual(["path.employeeID"]);
});

describe("an assignment", () => {
  const accepts = (changes: Record<string, unknown>) =>
    z.safeParse(assignment, { ...exampleAssignment, ...changes }).success;

  it.each([
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
  ])("may be %j", (changes) => {
    expect(accepts(changes)).toBe(true);
  });

  it.each([
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
  ])("may not be %j", (changes) => {
    expect(accepts(changes)).toBe(false);
  });

  it("comes out with exactly the contract's fields in the contract's order, whatever order and extras it came with", () => {
    const shuffled = Object.fromEntries([...Object.entries(exampleAssignment), ["extra", 1]].reverse());
    expect(JSON.stringify(z.parse(assignment, shuffled))).toBe(JSON.stringify(exampleAssignment));
  });
});

it("gives exactly the documented fields of what is stored, in their order", () => {
  const stored = { ...exampleAssignment, internalNote: "", isAttend: true };
  const reversed = Object.fromEntries(Object.entries(stored).reverse()) as typeof stored;
  expect(JSON.stringify(toAssignment(reversed))).toBe(JSON.stringify(exampleAssignment));
  expect(Object.keys(toAssignment(stored))).toEqual(Object.keys(assignment.shape));
});
