import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../../../infra/local/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
});
afterAll(() => stack?.stop());

const ask = (path: string, init: RequestInit = {}) => fetch(`${stack.url}${path}`, { redirect: "manual", ...init });

describe("the reference on the local stack", () => {
  it("is at /docs/, with a policy against frames and other hosts", async () => {
    const answer = await ask("/docs/");
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(
        new RegExp(`^default-src 'none';.* connect-src 'self' ${stack.url};.* frame-ancestors 'none'$`),
      ),
    });
    expect(await answer.text()).toContain('value="demo-secret"');
  });

  it("redirects from /docs to the host name of the API's links", async () => {
    const answer = await fetch(`${stack.url.replace("localhost", "127.0.0.1")}/docs`, { redirect: "manual" });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe(`${stack.url}/docs/`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("has an OpenAPI document whose only server is this stack", async () => {
    const answer = await ask("/openapi.json");
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await answer.json()).toMatchObject({ openapi: "3.1.0", servers: [{ url: stack.url }] });
  });

  it("sends each file with its type, and as immutable only if its name has its version", async () => {
    const page = await (await ask("/docs/")).text();
    const files = [...page.matchAll(/(?:src|href)="([^".]+(?:\.\d+)*[^".]*\.(?:css|js|svg))"/g)].map(
      ([, file = ""]) => file,
    );
    expect(files).toHaveLength(6);
    const types = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8", svg: "image/svg+xml" };
    for (const file of files) {
      const answer = await ask(`/docs/${file}`);
      expect(answer.status, file).toBe(200);
      expect(answer.headers.get("content-type")).toBe(types[file.split(".").at(-1) as keyof typeof types]);
      expect(answer.headers.get("cache-control")).toBe(
        /\d\//.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
      );
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  });

  it.each([
    ["POST", "/docs/"],
    ["DELETE", "/openapi.json"],
    ["GET", "/docs/index.html"],
    ["GET", "/docs/../infra/local/sample.ndjson"],
    ["GET", "/"],
  ])("%s %s is refused with an error of the Error Dictionary", async (method, path) => {
    const answer = await ask(path, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errorCode: 131 });
  });
});
