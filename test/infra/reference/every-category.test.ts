import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { english } from "../../../infra/reference/errors/english.ts";
import { indonesian } from "../../../infra/reference/errors/indonesian.ts";
import { textsOf } from "../../../infra/reference/openapi/category-texts.ts";
import { demoClient, readSample } from "../../../infra/reference/sample.ts";
import { collectionJson } from "../../support/postman.ts";
import { only, synthesize } from "../../support/stack.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
const document = JSON.parse(read("infra/reference/openapi.json"));
const sample = await readSample();
const stack = synthesize();
const dashboard = String(only(stack.ofType("AWS::CloudWatch::Dashboard")).values["DashboardBody"]);
const routeKeys = stack.ofType("AWS::ApiGatewayV2::Route").map(({ values }) => values["RouteKey"]);

/** Where a category must turn up; one that was added to the table and forgotten there fails. */
describe.each(Object.entries<Category>(categories))("the category %s", (name, category) => {
  const route = listRoute(category);
  const { method, path } = partsOf(route);

  it("has the same name in the table and in keys and paths", () => {
    expect(category.name).toBe(name);
  });

  it("has texts, an operation and the schemas of its record and page", () => {
    const { operationId, tag, schema } = textsOf(name);
    const operation = document.paths[path][method.toLowerCase()];
    expect(operation).toMatchObject({ operationId, tags: [tag] });
    const { $ref } = operation.responses[200].content["application/json"].schema;
    expect($ref).toBe(`#/components/schemas/${schema}Page`);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining([schema, `${schema}Page`]));
  });

  it("has a folder in Postman's collection, with a request for its page and one for the next", () => {
    const folder = collectionJson.item.find((each: { name: string }) => each.name === textsOf(name).tag);
    expect(folder.item).toHaveLength(2);
  });

  it("has records of the demo client in the sample, enough for two pages of which the first has two", () => {
    const records = sample
      .filter((list) => list.category === name && list.companySerial === demoClient.companySerial)
      .flatMap((list) => list.records);
    expect(records.length).toBeGreaterThan(2);
  });

  it("has checks in the smoke test", () => {
    const own = checks.filter((check) => check.name.startsWith(`${name}: `)).map((check) => check.name.split(": ")[1]);
    expect(own).toEqual(expect.arrayContaining(["missing token", "first page, token bare", "walk to the end"]));
  });

  it("has a route of its own in the stack, and lines in the dashboard", () => {
    expect(routeKeys).toContain(route);
    expect(dashboard).toContain(`"${path}"`);
  });

  it("is named to who asked for no route", () => {
    for (const { endpointNotFound } of [english, indonesian]) {
      expect(endpointNotFound.advice.join("\n")).toContain(`\`${route}\``);
    }
  });

  it("stands in the README's table and in the changelog", () => {
    const published = route.replace("{employeeID}", ":employeeID");
    expect(read("README.md")).toContain(`| \`${published}\` |`);
    expect(read("CHANGELOG.md")).toMatch(new RegExp(`\\b${category.name}\``));
  });
});
