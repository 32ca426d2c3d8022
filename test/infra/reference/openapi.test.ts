import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import { assignment } from "../../../functions/webinar-activity/contract.ts";
import { openApiFile, openApiText } from "../../../infra/reference/openapi.ts";
import { exampleAssignment } from "../../support/assignments.ts";

const text = readFileSync(openApiFile, "utf8");
const document = JSON.parse(text);
const list = document.paths["/ruangkerja/dashboard/users/{employeeID}/courses/webinar"].get;

describe("the OpenAPI document", () => {
  // generated-files.test.ts checks every generated file; this test is fast, so mutation tests of the contracts run it.
  it("is up to date with the contracts and the Error Dictionary: `npm run openapi` writes it", async () => {
    expect(text === (await openApiText()), "infra/reference/openapi.json is stale").toBe(true);
  });

  it("has every field of an assignment, in the contract's order", () => {
    const { properties, required } = document.components.schemas.Assignment;
    expect(Object.keys(properties)).toEqual(Object.keys(assignment.shape));
    expect(required).toEqual(Object.keys(assignment.shape));
  });

  it("has the contract's limits", () => {
    const parameters = list.parameters.map(({ name, required, schema }: Record<string, unknown>) => [
      name,
      { required, ...Object(schema) },
    ]);
    expect(Object.fromEntries(parameters)).toMatchObject({
      employeeID: { required: true, minLength: 1, maxLength: 128 },
      page: { required: true, type: "integer", minimum: 1, maximum: 90_071_992_547_409 },
      pageSize: { required: true, type: "integer", minimum: 1, maximum: 100 },
    });
    const { properties } = document.components.schemas.Assignment;
    expect(properties.feedback).toMatchObject({ minLength: 0, maxLength: 5_000 });
    expect(properties.assignedCourseSerial).toMatchObject({ minLength: 1, maxLength: 128 });
  });

  it("has the published page's example", () => {
    expect(list.responses[200].content["application/json"].examples.page.value.data).toEqual([exampleAssignment]);
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
});
