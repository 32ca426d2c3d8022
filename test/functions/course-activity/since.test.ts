import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { changesRequest } from "../../../functions/course-activity/changes-contract.ts";
import { BEGINNING, positionAt } from "../../../functions/shared/store/markers.ts";
import { watermarkOf } from "../../../functions/shared/store/watermark.ts";

const NOW = Date.UTC(2026, 10, 28, 5);

const parse = (query: Record<string, unknown>, companySerial = "CMP-A") =>
  z.safeParse(changesRequest(companySerial, NOW), { path: {}, query: { pageSize: "10", ...query } });
const sinceOf = (since: unknown, companySerial?: string) => parse({ since }, companySerial).data?.query.since;
const problemsOf = (query: Record<string, unknown>) =>
  parse(query).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];

describe("since as a time", () => {
  it.each([
    ["2026-11-28T05:00:00Z", NOW],
    ["2026-11-28t05:00:00z", NOW],
    ["2026-11-28T12:00:00+07:00", NOW],
    ["2026-11-27T22:30:00-06:30", NOW],
    ["2026-11-28T04:59:59.123Z", NOW - 877],
    ["2026-11-28T04:59:59.1239999Z", NOW - 877],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["1970-01-01T00:00:00Z", 0],
    ["0001-01-01T00:00:00Z", 0],
  ])("is %s", (text, ms) => {
    expect(sinceOf(text)).toBe(positionAt(ms));
  });

  it.each([
    "2026-11-28",
    "2026-11-28T05:00Z",
    "2026-11-28T05:00:00",
    "2026-11-28 05:00:00Z",
    "2026-11-28T05:00:00+0700",
    "2026-11-28T05:00:00+24:00",
    "2026-11-28T24:00:00Z",
    "2026-11-28T05:60:00Z",
    "2016-12-31T23:59:60Z",
    "2026-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    " 2026-11-28T05:00:00Z",
    "2026-11-28T05:00:00Z\n",
    "1795842000",
  ])("is not %j", (text) => {
    expect(problemsOf({ since: text })).toEqual([
      "query.since: must be the `next` of an earlier answer, or a time as 2026-11-28T12:00:00+07:00",
    ]);
  });

  it("is not in the future", () => {
    expect(sinceOf("2026-11-28T05:00:00.000Z")).toBe(positionAt(NOW));
    expect(problemsOf({ since: "2026-11-28T05:00:00.001Z" })).toEqual([expect.stringContaining("not in the future")]);
  });

  it("with a blank for its + says how to write that", () => {
    expect(problemsOf({ since: "2026-11-28T12:00:00 07:00" })).toEqual([expect.stringContaining("+ is written %2B")]);
  });
});

describe("since as a watermark", () => {
  const watermark = watermarkOf("CMP-A", `${positionAt(NOW)}#webinar#E`);

  it("is one of the caller's company", () => {
    expect(sinceOf(watermark)).toBe(`${positionAt(NOW)}#webinar#E`);
    expect(sinceOf(watermarkOf("CMP-A", BEGINNING))).toBe(BEGINNING);
    expect(parse({ since: watermark }, "CMP-B").success).toBe(false);
  });

  it.each(["", watermark.slice(1), watermark.slice(0, -4), `${watermark}=`, "AAAA", "null"])("is not %j", (text) => {
    expect(problemsOf({ since: text })).toEqual([expect.stringMatching(/^query\.since: must be the `next`/)]);
  });
});

it("may be left out, and category too; each may be given once", () => {
  expect(parse({}).data?.query).toEqual({ pageSize: 10 });
  expect(parse({ category: "offline", unknown: "x" }).data?.query).toEqual({ pageSize: 10, category: "offline" });
  expect(problemsOf({ since: ["a", "b"], category: ["online", "online"], pageSize: ["1", "2"] })).toEqual([
    "query.pageSize: must be one integer from 1 to 100, in plain decimal digits",
    "query.since: must be given once",
    "query.category: must be one of webinar, offline, online, and given once",
  ]);
});

it.each(["courses", "Webinar", "", "webinar,offline"])("has no category %j", (category) => {
  expect(problemsOf({ category })).toEqual(["query.category: must be one of webinar, offline, online, and given once"]);
});

it.each(["0", "101", "1.0", "", "+1"])("has no pageSize %j", (pageSize) => {
  expect(problemsOf({ pageSize })).toEqual([
    "query.pageSize: must be one integer from 1 to 100, in plain decimal digits",
  ]);
});
