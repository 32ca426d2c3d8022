import { beforeAll, describe, expect, it } from "vitest";
import type { Course } from "../../../functions/shared/records/course.ts";
import { type OnlineActivity, onlineActivity } from "../../../functions/shared/records/online-activity.ts";
import { type CategoryName, categories, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { readSample, type SampleList, sampleClients } from "../../../infra/reference/sample.ts";
import { exampleAssignment } from "../../support/assignments.ts";

const DEMO = "JOHNILXV3QAJJEL3";
const COMPANY = "CMP-RUANGGURU";
const companies = [...new Set(sampleClients.map(({ companySerial }) => companySerial))];
const names = Object.keys(categories) as CategoryName[];
const ofEmployees = names.filter((name) => categories[name].owner === "employee");

let sample: readonly SampleList[];
beforeAll(async () => {
  sample = await readSample();
});
const recordsOf = (category: CategoryName, companySerial = COMPANY, employeeID = DEMO): readonly object[] =>
  sample.find(
    (list) =>
      list.category === category &&
      list.companySerial === companySerial &&
      list.employeeID === (categories[category].owner === "employee" ? employeeID : ""),
  )?.records ?? [];
const catalogueOf = (company: string) => recordsOf("courses", company) as Course[];
const assigned = () =>
  sample
    .filter(({ category }) => categories[category].owner === "employee")
    .flatMap(({ companySerial, category, records }) =>
      (records as { course: { serial: string; name: string } }[]).map(({ course }) => ({
        companySerial,
        category,
        course,
      })),
    );

describe("the sample", () => {
  it.each(names)("has each record of a list of %s once", (name) => {
    for (const { records } of sample.filter(({ category }) => category === name)) {
      const keys = records.map((record) => recordKeyOf(categories[name], record));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it.each(ofEmployees)("has several pages of %s of the demo employee, and records of other companies", (name) => {
    expect(recordsOf(name).length).toBeGreaterThanOrEqual(12);
    expect(
      companies.map((company) => sample.some((list) => list.companySerial === company && list.category === name)),
    ).toEqual(companies.map(() => true));
  });

  it("has employees who are registered without records of webinar and of offline, and one without webinar", () => {
    for (const category of ["webinar", "offline"] as const) {
      expect(sample).toContainEqual({ companySerial: COMPANY, employeeID: "EMPLY002", category, records: [] });
    }
    const ofOne = sample.filter(
      ({ companySerial, employeeID }) => companySerial === COMPANY && employeeID === "EMPLY003",
    );
    expect(ofOne.map(({ category }) => category)).toEqual(["offline", "online"]);
  });
});

describe("the sample's first records", () => {
  it("of webinar and offline are the published examples", () => {
    expect(recordsOf("webinar")[0]).toEqual(exampleAssignment);
    const batch = { serial: "BATCH-EXP-01", name: "Offline Training Batch 1" };
    expect(recordsOf("offline")[0]).toEqual({ ...exampleAssignment, batch });
  });

  it("of online and the catalogue have the published values", () => {
    expect(recordsOf("online")[0]).toMatchObject({ timeSpent: 873, completedAt: "2022-07-22" });
    expect(catalogueOf(COMPANY)[0]).toMatchObject({
      name: expect.stringMatching(/^\[ONLINE\] ./),
      description: expect.stringMatching(/^Gunakan spreadsheet /),
      type: "online",
    });
  });
});

describe("the sample's catalogues", () => {
  it("are those of every company, several pages of them for the demo company", () => {
    for (const company of companies) expect(catalogueOf(company).length).toBeGreaterThan(0);
    expect(catalogueOf(COMPANY).length).toBeGreaterThanOrEqual(25);
  });

  it("have every course that somebody of the company has, by the same name", () => {
    expect(assigned().length).toBeGreaterThan(200);
    for (const { companySerial, course } of assigned()) {
      expect(catalogueOf(companySerial).map(({ serial, name }) => ({ serial, name }))).toContainEqual(course);
    }
  });

  it("call each course what its name begins with, or else the kind of list that it is in", () => {
    const kinds: Record<string, Course["type"]> = {
      "[ONLINE]": "online",
      "[WEBINAR]": "webinar",
      "[HYBRID]": "webinar",
      "[OFFLINE]": "offline",
    };
    for (const { companySerial, category, course } of assigned()) {
      const type = kinds[/^\[[A-Z]+\]/.exec(course.name)?.[0] ?? ""] ?? category;
      expect(catalogueOf(companySerial).find(({ serial }) => serial === course.serial)).toMatchObject({ type });
    }
  });
});

describe("the sample's online activities", () => {
  const online = () =>
    sample.filter(({ category }) => category === "online").flatMap(({ records }) => records as OnlineActivity[]);

  it("have every status", () => {
    expect(new Set(online().map(({ status }) => status))).toEqual(new Set(onlineActivity.shape.status.options));
  });

  it("have a date and a post test just where they were submitted, and nothing where they were not started", () => {
    for (const { status, completedAt, postTest, preTest, timeSpent } of online()) {
      const submitted = status === "completed" || status === "failed";
      expect([completedAt !== "", postTest !== null]).toEqual([submitted, submitted]);
      if (submitted || status === "in_progress") expect(timeSpent).toBeGreaterThan(0);
      if (status === "not_started") expect([preTest, timeSpent]).toEqual([null, 0]);
    }
  });

  it("are failed below every score that completes one", () => {
    const scores = (wanted: string) =>
      online().flatMap(({ status, postTest }) => (status === wanted ? [Number(postTest)] : []));
    expect(Math.max(...scores("failed"))).toBeLessThan(Math.min(...scores("completed")));
  });
});
