import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { categories } from "../../functions/shared/store/categories.ts";
import { allCategories, categoryList, recordsOf } from "../support/records.ts";
import { type Cell, expected, type Target, targets } from "./expected.ts";
import { type FaultName, faults, lasting, type Span, spans } from "./faults.ts";
import { recordsIn, type Service, startService } from "./service.ts";
import { EMPLOYEE, expectAnswer, listRequest, startWorld, tokenRequest, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const category of allCategories) {
    await world.storage.append(categoryList(category, EMPLOYEE), recordsOf(category, 3));
  }
});
afterAll(() => world.stop());

/** What the rows ask for, in turn: of a search's rows the lists that have one, of the others a page of each list. */
const askedIn = (target: Target, row: number) => {
  const { search } = targets[target];
  const lists = allCategories.filter(({ owner }) => !search || owner === "company");
  const category = lists[row % lists.length] ?? categories.webinar;
  return { category, ...(search && { name: "course" }) };
};

/** What lasts a second is left out of the searches, whose calls are a list's: each such row takes that long. */
const spansOf = (target: Target): readonly Span[] =>
  (Object.keys(spans) as Span[]).filter((span) => !targets[target].search || span !== "for a second");

const rows = Object.entries(expected)
  .flatMap(([target, groups]) =>
    groups.flatMap((group) =>
      group.faults.flatMap((fault) =>
        spansOf(target as Target).map((span) => ({ target: target as Target, fault, span, cell: group[span] })),
      ),
    ),
  )
  .map((row, index) => {
    const asked = askedIn(row.target, index);
    return { ...row, ...asked, list: asked.category.name };
  });

const parse = (cell: Cell): number[] => cell.match(/\d+/g)?.map(Number) ?? [];

/** Milliseconds that an answer may take below the function's own time-out, which is when the gateway would answer. */
const MARGIN_MS = 300;

const strike = ({ conditions, proxies }: Service, target: Target, name: FaultName, span: Span) => {
  const { host } = targets[target];
  const fault = faults[name];
  if ("lookup" in fault) return conditions.strike(host, fault.lookup, spans[span]);
  const strikes = lasting(spans[span]);
  for (const operation of ["GetItem", "Query", "/jwks", "/token"]) {
    proxies[host].on(operation, () => (strikes() ? fault.call[host]() : "pass"));
  }
};

/** Calls, or connections where none gets as far as a call; not what an instance opens at its start without a call. */
const attempts = ({ conditions, proxies }: Service, target: Target, fault: FaultName): number => {
  const { host } = targets[target];
  if ("lookup" in faults[fault]) return conditions.lookups(host);
  return proxies[host].calls.filter((call) => call !== "/").length;
};

const lift = ({ conditions, proxies }: Service) => {
  conditions.reset();
  proxies.dynamodb.reset();
  proxies.provider.reset();
};

describe.concurrent("a fault in the wire", () => {
  it.for(rows)("$target | $fault | $span | $cell | $list", async (row, { task, onTestFinished }) => {
    const { target, fault, span, cell, category, name } = row;
    const [code = 0, ...counts] = parse(cell);
    const { host, warm, fn } = targets[target];
    const service = await startService(fn, world);
    onTestFinished(service.stop);
    const request = fn === "oauth-token" ? tokenRequest : listRequest(world.token, { category, name });
    if (warm) {
      expectAnswer(await service.ask(request), 200);
      // A connection that is kept would need no look-up.
      if ("lookup" in faults[fault]) service.proxies[host].hangUp();
      await pause(100);
    }
    lift(service);
    strike(service, target, fault, span);

    const answer = await service.ask(request);
    const tried = attempts(service, target, fault);
    task.meta.outcome = `${answer.body.errorCode ?? answer.status} after ${tried}`;
    const line = expectAnswer(answer, code);
    task.meta.ms = line.ms;
    expect(counts).toContain(tried);
    expect(line.start).toBe(warm ? "warm" : "cold");
    expect(line.ms).toBeLessThan(service.timeoutMs - MARGIN_MS);
    if (code !== 200) {
      const { reason, code: errno, cause } = line;
      expect([reason, errno ?? cause].filter((part) => part !== undefined).join(" ")).toMatch(faults[fault].log[host]);
    }

    if (span === "for a second") await pause(1_000);
    else lift(service);
    const next = await service.ask(request);
    expect(expectAnswer(next, 200).start).toBe("warm");
    if (fn === "course-activity") expect(recordsIn(next)).toEqual(recordsOf(category, 3));
    await pause(50);
    expect(service.lines).toEqual([]);
  });
});

it.for(Object.entries(expected))("every fault has its place among those of %s", ([, groups]) => {
  expect(groups.flatMap((group) => group.faults).toSorted()).toEqual(Object.keys(faults).toSorted());
});
