import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { textsOf } from "../../../infra/reference/openapi/category-texts.ts";
import { openApiFile, openApiText, sampleExamples } from "../../../infra/reference/openapi.ts";
import { exampleAssignment } from "../../support/assignments.ts";

const text = readFileSync(openApiFile, "utf8");
const document = JSON.parse(text);
const { schemas } = document.components;
const operationOf = (category: Category) => document.paths[partsOf(listRoute(category)).path].get;
const codesOf = (category: Category, status: number): string[] =>
  Object.keys(operationOf(category).responses[status].content["application/json"].examples);
const examplesOf = (category: Category) => operationOf(category).responses[200].content["application/json"].examples;

const { webinar, offline, online, courses } = categories;
const all = Object.values<Category>(categories);
const limits = {
  employee: { employeeID: { required: true, minLength: 1, maxLength: 128 } },
  company: { name: { required: false, minLength: 1, maxLength: 300 } },
};

describe("the OpenAPI document", () => {
  // generated-files.test.ts checks every generated file; this test is fast, so mutation tests of the contracts run it.
  it("is up to date with the contracts and the Error Dictionary: `npm run openapi` writes it", async () => {
    expect(text === (await openApiText()), "infra/reference/openapi.json is stale").toBe(true);
  });

  it("has the operations' names that clients generated from it have", () => {
    const names = all.map((category) => operationOf(category).operationId);
    expect(names).toEqual(
      expect.arrayContaining(["listWebinarCourses", "listOfflineCourses", "listOnlineCourses", "listCourses"]),
    );
    expect(new Set(names).size).toBe(all.length);
    expect(new Set(all.map((category) => operationOf(category).summary)).size).toBe(all.length);
    expect(document.tags).toHaveLength(all.length + 2);
  });

  it("has an example of every errorCode at its status", () => {
    const examples = Object.values<Record<string, unknown>>(document.paths).flatMap((methods) =>
      Object.values(Object(methods)).flatMap((operation) =>
        Object.entries(Object(operation).responses).flatMap(([status, response]) =>
          Object.keys(Object(response).content?.["application/json"].examples ?? {}).map((code) => `${status} ${code}`),
        ),
      ),
    );
    for (const { status, errorCode } of Object.values(errorDictionary)) {
      expect(examples).toContain(`${status} ${errorCode}`);
    }
  });

  it("marks what is not the published page's", () => {
    const { type, description, name } = schemas.Course.properties;
    expect([type, description].map((field) => /this API's/.test(field.description))).toEqual([true, true]);
    expect(name.description).not.toContain("this API's");
  });

  it("states the bound of a search, and what it reads", () => {
    expect(operationOf(courses).description).toMatch(/at most 10,000 courses.*reads the whole\ncatalogue/s);
  });
});

describe.each(all)("the OpenAPI document's list $name", (category) => {
  it("has every field of a record, in the contract's order, each with a description", () => {
    const { properties, required } = schemas[textsOf(category.name).schema];
    const fields = Object.keys(category.record.shape);
    expect(Object.keys(properties)).toEqual(fields);
    expect(required).toEqual(fields);
    for (const field of fields) expect(properties[field].description, field).toMatch(/^[A-Z].*\.$/);
  });

  it("has the contract's limits", () => {
    const parameters = operationOf(category).parameters.map(({ name, required, schema }: Record<string, unknown>) => [
      name,
      { required, ...Object(schema) },
    ]);
    expect(Object.fromEntries(parameters)).toMatchObject({
      ...limits[category.owner],
      page: { required: true, type: "integer", minimum: 1, maximum: 90_071_992_547_409 },
      pageSize: { required: true, type: "integer", minimum: 1, maximum: 100 },
    });
    const { data } = schemas[`${textsOf(category.name).schema}Page`].properties;
    expect(category.owner === "employee" ? data : data.properties.items).toMatchObject({ maxItems: 100 });
  });

  it("has the sample's first record as its example, and an empty page", async () => {
    const [name] = Object.entries<Category>(categories).find(([, each]) => each === category) ?? [];
    const record = (await sampleExamples())[name as keyof typeof categories];
    const shown = (records: object[]) =>
      category.owner === "employee"
        ? records
        : { currentPage: 1, totalItems: records.length, totalPage: records.length, items: records };
    expect(examplesOf(category).page.value.data).toEqual(shown([record]));
    expect(examplesOf(category).empty.value.data).toEqual(shown([]));
  });

  it("can answer that it does not know the employee only if employees have it", () => {
    expect(codesOf(category, 404)).toEqual(category.owner === "employee" ? ["130", "131"] : ["131"]);
  });
});

describe("the published pages' examples", () => {
  it("webinar", () => {
    expect(examplesOf(webinar).page.value.data).toEqual([exampleAssignment]);
  });

  it("offline", () => {
    const batch = { serial: "BATCH-EXP-01", name: "Offline Training Batch 1" };
    expect(examplesOf(offline).page.value.data).toMatchObject([{ batch }]);
  });

  it("online", () => {
    const shown = { timeSpent: 873, completedAt: "2022-07-22" };
    expect(examplesOf(online).page.value.data).toMatchObject([shown]);
  });

  it("courses", () => {
    const { items } = examplesOf(courses).page.value.data;
    expect(items).toMatchObject([
      { name: expect.stringMatching(/^\[ONLINE\] /), description: expect.stringMatching(/^Gunakan spreadsheet/) },
    ]);
  });
});
