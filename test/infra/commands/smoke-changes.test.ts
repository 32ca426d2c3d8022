import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changesChecks } from "../../../infra/commands/smoke/changes-checks.ts";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { data, fields, header, instead, on, without } from "../../support/smoke-breakages.ts";
import { smokeOf } from "../../support/smoke-run.ts";
import { startTamperingProxy, type Tamper } from "../../support/tampering-proxy.ts";

let stack: Stack;
let proxy: Awaited<ReturnType<typeof startTamperingProxy>>;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
  proxy = await startTamperingProxy(stack.url);
  // The feed ends two seconds before now, and the sample was written a moment ago.
  await pause(2_100);
});
afterAll(() => Promise.all([proxy.stop(), stack.stop()]));

const WALK = "changes: walk to the end";
const REFUSED = "changes: pageSize, since or category not valid";
const chosen = [...checks.filter(({ name }) => name === "token"), ...changesChecks];

const answered = (status: number) => (exchange: { path: string; status: number }) =>
  exchange.path.endsWith("/course-activity-changes") && exchange.status === status;

describe("the smoke test of the feed of changes", () => {
  it("passes on the local stack, and says how many lists there are", async () => {
    const { failed, note } = await smokeOf(chosen, stack.url, "--page-size", "2");
    expect(failed).toEqual([]);
    expect(note(WALK)).toMatch(/^\d+ changed lists on \d+ pages$/);
  });

  it("stops after --max-pages", async () => {
    const { failed, note } = await smokeOf(chosen, stack.url, "--page-size", "1", "--max-pages", "2");
    expect({ failed, note: note(WALK) }).toEqual({ failed: [], note: "stopped after 2 pages (--max-pages)" });
  });

  const broken: [string, number, string, Tamper, RegExp][] = [
    ["another status", 200, WALK, instead(500, {}), /^status: 200/],
    ["no ETag", 200, WALK, without("etag"), /^header ETag/],
    ["a Link at the end", 200, WALK, header("link", () => '<http://x/?since=a>; rel="next"'), /^header Link: nothing/],
    ["a body of another shape", 200, WALK, data({ next: 1 }), /^body data\.next: /],
    ["a field more", 200, WALK, data({ extra: 1 }), /^body data fields: /],
    ["another detail", 400, REFUSED, fields({ detail: "query page: wrong" }), /^body detail's problems: query /],
    ["no refusal", 400, REFUSED, instead(200, {}), /^status: 400/],
  ];
  it.each(broken)("notices %s", async (_, status, check, tamper, remark) => {
    proxy.tamper(on(answered(status), tamper));
    const { failed, remarks } = await smokeOf(chosen, proxy.url);
    expect(failed).toEqual([check]);
    expect(remarks(check).join("\n")).toMatch(remark);
  });
});
