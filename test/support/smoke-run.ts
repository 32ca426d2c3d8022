import { expect } from "vitest";
import { categories } from "../../functions/shared/store/categories.ts";
import type { Check } from "../../infra/commands/smoke/check.ts";
import { readOptions } from "../../infra/commands/smoke/options.ts";
import { asJson, asTable } from "../../infra/commands/smoke/report.ts";
import { checks, runSmoke } from "../../infra/commands/smoke/run.ts";

export const SECRET = "demo-secret";
const EMPLOYEE = "JOHNILXV3QAJJEL3";

/** The arguments for an API and the sample's client, with a list of three pages. */
export const smokeArgs = (url: string, ...others: string[]): string[] => {
  const employee = others.includes("--employee") ? [] : ["--employee", EMPLOYEE];
  return ["--url", url, "--client-id", "demo", ...employee, "--page-size", "50", ...others];
};

/**
 * Runs the checks in this process, and checks that the output contains neither the secret nor a token.
 *
 * @returns the names of the checks that failed and that were not run, and the remarks of a check
 */
export const smoke = (url: string, ...others: string[]) => smokeOf(checks, url, ...others);

/** The checks without those of the other categories' lists and of the feed of changes. */
export const checksOf = (list: string): Check[] =>
  checks.filter(
    ({ name }) =>
      ![...Object.keys(categories), "changes"].some((other) => other !== list && name.startsWith(`${other}: `)),
  );

/** The same with some of the checks. */
export const smokeOf = async (chosen: readonly Check[], url: string, ...others: string[]) => {
  const options = readOptions(smokeArgs(url, ...others), { SMOKE_CLIENT_SECRET: SECRET });
  if (!options) throw new Error("Only --help has no options");
  const report = await runSmoke(options, new AbortController().signal, chosen);
  const table = asTable(report);
  for (const text of [table, asJson(report)]) {
    expect(text).not.toContain(SECRET);
    // Also not most of a token, such as one with a changed signature.
    for (const secret of report.secrets) expect(text).not.toContain(secret.slice(0, 60));
  }
  const named = (wanted: string) => report.results.filter(({ result }) => result === wanted).map(({ name }) => name);
  return {
    failed: named("FAIL"),
    notRun: named("not run"),
    milliseconds: report.milliseconds,
    table,
    /** Problems as "what: expected, seen". */
    remarks: (check: string): string[] => {
      const { problems = [] } = JSON.parse(asJson(report)).checks.find(({ name }: { name: string }) => name === check);
      return problems.map(({ what, expected, seen }: Record<string, string>) => `${what}: ${expected}, ${seen}`);
    },
    note: (check: string) => report.results.find(({ name }) => name === check)?.note,
  };
};
