import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** What a file imports, types included: its own project's files by their path from the root, packages by their name. */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name = ""]) =>
    name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name,
  );

const arrows = globSync("{functions,infra,test}/**/*.ts", { cwd: root, exclude: ["**/node_modules/**"] }).flatMap(
  (from) => importsOf(from).map((to) => ({ from, to })),
);

const forbidden = (breaks: (arrow: { from: string; to: string }) => boolean) =>
  arrows.filter(breaks).map(({ from, to }) => `${from} → ${to}`);

const functionOf = (file: string) => /^functions\/(?!shared\/)([^/]+)\//.exec(file)?.[1];

/** The files that `entry` needs, itself included. */
const reachableFrom = (entry: string): Set<string> => {
  const reached = new Set([entry]);
  for (const file of reached) for (const { from, to } of arrows) if (from === file) reached.add(to);
  return reached;
};

describe("imports", () => {
  it("are found at all", () => {
    expect(arrows).toContainEqual({ from: "functions/webinar-activity/app.ts", to: "functions/shared/http/chain.ts" });
    expect(arrows).toContainEqual({ from: "functions/webinar-activity/contract.ts", to: "zod/mini" });
  });

  it("of functions/ never lead to infra/ or test/", () => {
    expect(forbidden(({ from, to }) => from.startsWith("functions/") && /^(infra|test)\//.test(to))).toEqual([]);
  });

  it("of infra/ never lead to test/", () => {
    expect(forbidden(({ from, to }) => from.startsWith("infra/") && to.startsWith("test/"))).toEqual([]);
  });

  it("never lead from one function, or from what they share, to a function", () => {
    expect(
      forbidden(({ from, to }) => {
        const target = functionOf(to);
        return target !== undefined && from.startsWith("functions/") && functionOf(from) !== target;
      }),
    ).toEqual([]);
  });

  it("of a contract.ts lead to zod and the shared schemas alone", () => {
    const allowed = ["zod/mini", "functions/shared/characters.ts", "functions/shared/assignment-fields.ts"];
    expect(forbidden(({ from, to }) => from.endsWith("/contract.ts") && !allowed.includes(to))).toEqual([]);
  });

  it("never lead to an entry, but for the test that starts one", () => {
    expect(
      forbidden(({ from, to }) => /^functions\/[^/]+\/index\.ts$/.test(to) && from !== "test/functions/entry.test.ts"),
    ).toEqual([]);
  });

  it("of what is deployed lead neither to the local stack nor to the reference, which it serves", () => {
    const deployed = reachableFrom("infra/app.ts");
    expect(deployed).toContain("infra/stack/api.ts");
    expect([...deployed].filter((file) => /^infra\/(local|reference)\//.test(file))).toEqual([]);
    expect(reachableFrom("infra/local/serve.ts")).toContain("infra/reference/site.ts");
  });

  it("of a function's app.ts lead to no AWS SDK client, which its entry makes", () => {
    expect(forbidden(({ from, to }) => /\/app\.ts$/.test(from) && to.startsWith("@aws-sdk/"))).toEqual([]);
  });
});
