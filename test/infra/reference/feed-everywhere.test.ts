import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHANGES_ROUTE, partsOf } from "../../../functions/shared/http/routes.ts";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { english } from "../../../infra/reference/errors/english.ts";
import { indonesian } from "../../../infra/reference/errors/indonesian.ts";
import { changesTag } from "../../../infra/reference/openapi/changes.ts";
import { functions } from "../../../infra/stack/functions.ts";
import { collectionJson } from "../../support/postman.ts";
import { only, synthesize } from "../../support/stack.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
const { method, path } = partsOf(CHANGES_ROUTE);

/** Where the feed must turn up, as every list does. */
describe("the feed of changes", () => {
  it("has an operation, its tag and the schema of its page in the OpenAPI document", () => {
    const document = JSON.parse(read("infra/reference/openapi.json"));
    const operation = document.paths[path][method.toLowerCase()];
    expect(operation.tags).toEqual([changesTag.name]);
    expect(document.tags.map(({ name }: { name: string }) => name)).toContain(changesTag.name);
    const { $ref } = operation.responses[200].content["application/json"].schema;
    expect($ref).toBe("#/components/schemas/ChangesPage");
    expect(Object.keys(document.components.schemas)).toContain("ChangesPage");
  });

  it("has a folder in Postman's collection, with its request", () => {
    const folder = collectionJson.item.find((each: { name: string }) => each.name === changesTag.name);
    expect(JSON.stringify(folder.item)).toContain(`{{baseUrl}}${path}?pageSize=`);
  });

  it("has checks in the smoke test", () => {
    const names = checks.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["changes: walk to the end", "changes: pageSize, since or category not valid"]),
    );
  });

  it("has a route of the lists' function in the stack, and lines in the dashboard", () => {
    const stack = synthesize();
    expect(functions["course-activity"].routes).toContain(CHANGES_ROUTE);
    expect(stack.ofType("AWS::ApiGatewayV2::Route").map(({ values }) => values["RouteKey"])).toContain(CHANGES_ROUTE);
    const dashboard = only(stack.ofType("AWS::CloudWatch::Dashboard")).values["DashboardBody"];
    expect(String(dashboard)).toContain(`"${path}"`);
  });

  it("has the right to its index and to no other", () => {
    const granted = JSON.stringify(synthesize().ofType("AWS::IAM::Policy")).match(/\/index\/[\w*]+/g);
    expect(new Set(granted)).toEqual(new Set(["/index/changes"]));
  });

  it("is named to who asked for no route", () => {
    for (const { endpointNotFound } of [english, indonesian]) {
      expect(endpointNotFound.advice.join("\n")).toContain(`\`${CHANGES_ROUTE}\``);
    }
  });

  it("stands in the README's table and in the changelog", () => {
    expect(read("README.md")).toContain(`| \`${CHANGES_ROUTE}\` |`);
    expect(read("CHANGELOG.md")).toContain(`\`${CHANGES_ROUTE}\``);
  });
});
