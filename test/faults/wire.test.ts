import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assignmentsOf } from "../support/assignments.ts";
import { listOf } from "../support/storage.ts";
import { type Cell, expected, type Target, targets } from "./expected.ts";
import { type FaultName, faults, lasting, type Span, spans } from "./faults.ts";
import { type Service, startService } from "./service.ts";
import { expectAnswer, listRequest, startWorld, tokenRequest, type World } from "./world.ts";

const list = assignmentsOf(3);
let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.storage.append(listOf("EMPLY1"), list);
});
afterAll(() => world.stop());

const rows = Object.entries(expected).flatMap(([target, groups]) =>
  groups.flatMap((group) =>
    group.faults.flatMap((fault) =>
      (Object.keys(spans) as Span[]).map((span) => ({ target: target as Target, fault, span, cell: group[span] })),
    ),
  ),
);

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
  it.for(rows)("$target | $fault | $span | $cell", async ({ target, fault, span, cell }, { task, onTestFinished }) => {
    const [code = 0, ...counts] = parse(cell);
    const { host, warm, fn } = targets[target];
    const service = await startService(fn, world);
    onTestFinished(service.stop);
    const request = fn === "oauth-token" ? tokenRequest : listRequest(world.token);
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
    if (fn === "webinar-activity") expect(next.body.data).toEqual(list);
    await pause(50);
    expect(service.lines).toEqual([]);
  });
});

it.for(Object.entries(expected))("every fault has its place among those of %s", ([, groups]) => {
  expect(groups.flatMap((group) => group.faults).toSorted()).toEqual(Object.keys(faults).toSorted());
});
