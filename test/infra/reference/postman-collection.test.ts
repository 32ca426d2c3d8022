import { readFileSync } from "node:fs";
import { Collection } from "postman-collection";
import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { openApiFile } from "../../../infra/reference/openapi.ts";
import { collectionJson, environmentJson } from "../../support/postman.ts";

const document = JSON.parse(readFileSync(openApiFile, "utf8"));

type Answers = Readonly<Record<string, { readonly content?: Record<string, { examples: Record<string, Example> }> }>>;
type Example = { readonly value: unknown };
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly responses: Answers;
};

const operations = Object.values<Record<string, Operation>>(document.paths).flatMap(Object.values<Operation>);

/** The collection's requests as parsed by Postman, by name. */
const items = new Map<string, { auth: string | undefined; answers: { code: number; name: string; body: string }[] }>();
new Collection(collectionJson).forEachItem((item) => {
  const answers = item.responses.all().map((answer) => ({ code: answer.code, name: answer.name, body: answer.text() }));
  items.set(item.name, { auth: item.getAuth()?.type, answers });
});

describe("Postman's collection", () => {
  it("has format 2.1.0", () => {
    expect(collectionJson.info.schema).toMatch(/\/collection\/v2\.1\.0\/collection\.json$/);
  });

  it("has a folder for each tag, with the operations of the tag", () => {
    const folders = collectionJson.item.map(({ name, item }: { name: string; item: { name: string }[] }) => [
      name,
      item.map((each) => each.name).filter((each) => !each.startsWith("The next page")),
    ]);
    const tagged = document.tags.map(({ name }: { name: string }) => [
      name,
      operations.filter(({ tags }) => tags.includes(name)).map(({ summary }) => summary),
    ]);
    expect(folders).toEqual(tagged);
  });

  it.each(operations)("has every answer and every errorCode of: $summary", ({ summary, responses }) => {
    const documented = Object.entries(responses).flatMap(([status, { content }]) => {
      const examples = Object.entries(content?.["application/json"]?.examples ?? {});
      if (examples.length === 0) return [`${status} `];
      return examples.map(([, { value }]) => `${status} ${JSON.stringify(value)}`);
    });
    const saved = items.get(summary)?.answers ?? [];
    const shown = saved.map(({ code, body }) => `${code} ${body && JSON.stringify(JSON.parse(body))}`);
    expect(shown).toEqual(documented);
    expect(new Set(saved.map(({ name }) => name)).size).toBe(saved.length);
  });

  it("sends the token with all requests except the one that gets it", () => {
    const expected = operations.flatMap(({ summary, tags, security }) =>
      security.length === 0
        ? [[summary, "noauth"]]
        : [
            [summary, "bearer"],
            // The feed of changes has no pages by number.
            ...(tags[0] === "Changes" ? [] : [[`The next page: ${tags[0]}`, "bearer"]]),
          ],
    );
    expect([...items].map(([name, { auth }]) => [name, auth])).toEqual(expected);
    expect(expected).toHaveLength(1 + 2 * Object.keys(categories).length + 1);
    expect(collectionJson.auth.bearer).toEqual([{ key: "token", value: "{{accessToken}}", type: "string" }]);
  });

  it("shows the parameters that may be left out, and sends none of them", () => {
    const urls = collectionJson.item.flatMap(({ item }: { item: { request: { url: { raw: string } } }[] }) =>
      item.map(({ request }) => request.url),
    );
    const catalogue = urls.find(({ raw }: { raw: string }) => raw.includes("/dashboard/courses"));
    expect(catalogue.raw).toBe("{{baseUrl}}/ruangkerja/dashboard/courses?page=1&pageSize=10");
    expect(catalogue.query.at(-1)).toMatchObject({ key: "name", value: "", disabled: true });
    expect(JSON.stringify(collectionJson)).not.toContain('"undefined"');
  });

  it("has no secret, and takes its values from the environment", () => {
    const text = JSON.stringify(collectionJson);
    expect(text).not.toContain("demo-secret");
    const needed = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name));
    for (const { operationId } of operations) needed.delete(`${operationId}Next`);
    expect(environmentJson.values.map(({ key }: { key: string }) => key).sort()).toEqual([...needed].sort());
  });
});

describe("Postman's environment", () => {
  it("is the local stack's, and masks the secret and the token", () => {
    expect(environmentJson._postman_variable_scope).toBe("environment");
    const rows = environmentJson.values.map(({ key, value, type }: Record<string, string>) => [key, value, type]);
    expect(rows).toEqual([
      ["baseUrl", "http://localhost:3000", "default"],
      ["clientID", "demo", "default"],
      ["clientSecret", "demo-secret", "secret"],
      ["employeeID", "JOHNILXV3QAJJEL3", "default"],
      ["accessToken", "", "secret"],
    ]);
  });
});
