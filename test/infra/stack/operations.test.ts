import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { readSettings } from "../../../infra/stack/settings.ts";
import { counted, sheetPart } from "../../bench/cost/sheet.ts";
import { costPart } from "../../bench/cost.ts";
import { synthesize } from "../../support/stack.ts";
import { DOMAIN, pathOf } from "../../support/stack-parts.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
const readme = read("README.md");
const operations = read("infra/OPERATIONS.md");

const stack = synthesize(DOMAIN);
const alarms = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]
  .flatMap(stack.ofType)
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
    const pair = ({ rate, burst }: { rate: number; burst: number }) => `${rate},${burst}`;
    const { throttle, tokenThrottle, ...defaults } = readSettings({});
    const texts = { ...defaults, throttle: pair(throttle), tokenThrottle: pair(tokenThrottle) };
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

describe("the row of each alarm", () => {
  it.each(alarms)("%s has what it goes off for, and three first steps", (name) => {
    const row = rowsOf(operations, "alarm").find(([first]) => first === name) ?? [];
    expect(row).toHaveLength(5);
    for (const cell of row.slice(1)) expect(cell).toMatch(/(\S+\s+){2,}\S+/);
  });
});

describe("the cost sheet", () => {
  it("counts the stack's own alarms, without those of a domain", () => {
    const plain = synthesize();
    const metrics = plain.ofType("AWS::CloudWatch::Alarm").flatMap(({ values }) => {
      const { Metrics } = z.parse(
        z.object({ Metrics: z._default(z.array(z.looseObject({})), [{ MetricStat: {} }]) }),
        values,
      );
      return Metrics.filter((metric) => "MetricStat" in metric);
    });
    expect(counted.alarmMetrics).toBe(metrics.length);
    expect(counted.compositeAlarms).toBe(plain.ofType("AWS::CloudWatch::CompositeAlarm").length);
  });

  it("has a sum for each value of `tracing`, and the tokens with and without the cache", () => {
    for (const tracing of ["off", "sampled", "on"]) expect(operations).toContain(`**sum, tracing \`${tracing}\`**`);
    expect(operations).toContain("without the instances' cache | 1,000,000: 2,250.00 |");
  });
});

describe("infra/OPERATIONS.md", () => {
  it("has the cost that `npm run bench -- cost` writes", () => {
    for (const part of [costPart, sheetPart]) expect(part.renew(operations)).toBe(operations);
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
