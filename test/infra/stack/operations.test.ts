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

/** The cells of each row, without backticks, of the table whose header starts with `head`. */
const rowsOf = (text: string, head: string): string[][] => {
  const lines = text.slice(text.indexOf(`| ${head} |`)).split("\n");
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines
    .slice(2, end)
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| /, "").replaceAll("`", "")));
};

describe("the table of settings", () => {
  const settings = rowsOf(read("infra/DEPLOYMENT.md"), "key");

  it("has exactly the keys that the context allows", () => {
    const refused = (() => {
      try {
        return readSettings({ nothing: "x" });
      } catch (error) {
        return String(error);
      }
    })();
    const keys = /unknown key, use one of (.*)$/.exec(String(refused))?.[1]?.split(", ");
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

describe("the table of alarms", () => {
  it("has exactly the alarms of the stack, and so has README.md", () => {
    expect(
      rowsOf(operations, "alarm")
        .map(([name]) => name)
        .sort(),
    ).toEqual(alarms.toSorted());
    const listed = readme.slice(readme.indexOf("## Operate")).split("Each sends")[0] ?? "";
    for (const name of alarms) expect(listed).toContain(`\`${name}\``);
  });
});

describe("infra/OPERATIONS.md", () => {
  it("has the cost that `npm run bench -- cost` writes", () => {
    expect(costPart.renew(operations)).toBe(operations);
    expect(() => costPart.renew("# nothing")).toThrow("infra/OPERATIONS.md must have");
  });

  it("queries only fields that a request's log line has", () => {
    const fields = ["http/chain", "errors/api-error", "errors/describe-cause"]
      .flatMap((path) => [...read(`functions/shared/${path}.ts`).matchAll(/\b(?:readonly )?(\w+)\??: /g)])
      .map(([, name]) => name);
    const asked = [...operations.matchAll(/\bmessage\.(\w+)/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(20);
    expect(fields).toEqual(expect.arrayContaining(asked));
  });
});
