import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { listRequests } from "../../../functions/course-activity/contract.ts";

const OWNERS = ["employee", "company"] as const;
type Owner = (typeof OWNERS)[number];

const issuesOf = (owner: Owner, query: Record<string, unknown>, path: Record<string, string> = { employeeID: "E1" }) =>
  z.safeParse(listRequests[owner], { path, query }).error?.issues ?? [];

describe.each(OWNERS)("page and pageSize of an %s's list", (owner) => {
  const problems = (query: Record<string, string>) => issuesOf(owner, query).map((issue) => issue.path.join("."));

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

it("refuses a request for an employee's list without an employee ID, which a company's does not have", () => {
  const query = { page: "1", pageSize: "1" };
  expect(issuesOf("employee", query, {}).map(({ path }) => path.join("."))).toEqual(["path.employeeID"]);
  expect(issuesOf("company", query, {})).toEqual([]);
});

describe("the name that a company's list is searched for", () => {
  const query = { page: "1", pageSize: "10" };
  const messages = (name: unknown) => issuesOf("company", { ...query, name }).map(({ message }) => message);

  it.each(["a", "n".repeat(300), "😀".repeat(300), " ", "a,b", "*", "\u202e"])("may be %j", (name) => {
    expect(messages(name)).toEqual([]);
  });

  it.each(["", "n".repeat(301), "a\u0000", "a\nb", "\ud800"])("may not be %j", (name) => {
    expect(messages(name)).toEqual(["must be 1 to 300 characters, none of them a control character"]);
  });

  it("may be given once", () => {
    expect(messages(["a", "b"])).toEqual(["must be given once"]);
  });

  it("is no parameter of an employee's list, which ignores it", () => {
    expect(issuesOf("employee", { ...query, name: "" })).toEqual([]);
  });
});
