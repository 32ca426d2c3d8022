import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../infra/stack/settings.ts";
import { costPart } from "../../bench/cost.ts";
import { synthesize } from "../../support/stack.ts";
import { pathOf } from "../../support/stack-parts.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
const readme = read("README.md");
const operations = read("infra/OPERATIONS.md");

const alarms = synthesize()
  .ofType("AWS::CloudWatch::Alarm")
  .map((alarm) => pathOf(alarm).split("/").at(-1) ?? "");

/** The first cell of each row of the table whose head starts with `head`, without its backticks; and the others. */
const rowsOf = (text: string, head: string): string[][] => {
  const lines = text.slice(text.indexOf(`| ${head} |`)).split("\n");
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines
    .slice(2, end)
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| /, "").replaceAll("`", "")));
};

describe("the table of settings", () => {
  const settings = rowsOf(read("infra/DEPLOYMENT.md"), "key");

  it("has every key that the context takes, and no other", () => {
    const refused = (() => {
      try {
        return readSettings({ nothing: "x" });
      } catch (error) {
        return String(error);
      }
    })();
    const keys = /is no key \((.*)\)/.exec(String(refused))?.[1]?.split(", ");
    expect(settings.map(([key]) => key)).toEqual(keys);
  });

  it("has the defaults", () => {
    const { throttle, ...defaults } = readSettings({});
    const texts = { ...defaults, throttle: `${throttle.rate},${throttle.burst}` };
    for (const [key, value] of Object.entries(texts)) {
      expect(settings.find(([name]) => name === key)?.[2], key).toBe(String(value));
    }
  });
});

describe("what is said of alarms", () => {
  it("is said of each that the stack has, and of no other", () => {
    expect(
      rowsOf(operations, "alarm")
        .map(([name]) => name)
        .sort(),
    ).toEqual(alarms.toSorted());
    const listed = readme.slice(readme.indexOf("## Operate")).split("Each tells")[0] ?? "";
    for (const name of alarms) expect(listed).toContain(`\`${name}\``);
  });
});

describe("infra/OPERATIONS.md", () => {
  it("has the cost of the last figures: `npm run bench -- cost` writes it", () => {
    expect(costPart.renew(operations)).toBe(operations);
    expect(() => costPart.renew("# nothing")).toThrow("infra/OPERATIONS.md must have");
  });

  it("asks only for fields that a request's line has", () => {
    const fields = ["http/chain", "errors/api-error", "errors/describe-cause"]
      .flatMap((path) => [...read(`functions/shared/${path}.ts`).matchAll(/\b(?:readonly )?(\w+)\??: /g)])
      .map(([, name]) => name);
    const asked = [...operations.matchAll(/\bmessage\.(\w+)/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(20);
    expect(fields).toEqual(expect.arrayContaining(asked));
  });
});
