import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Tear, tearOutput, tears } from "../support/tearing-client.ts";
import { lasting } from "./faults.ts";
import { type Service, startService } from "./service.ts";
import { expectAnswer, listRequest, startWorld, type World } from "./world.ts";
import { startWriters, wrongIn } from "./writers.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const spans = [
  { span: "for one read", milliseconds: 0, code: 200, requests: 12 },
  { span: "for 300 ms", milliseconds: 300, code: 200, requests: 6 },
  { span: "for ever", milliseconds: Number.POSITIVE_INFINITY, code: 160, requests: 4 },
];
const rows = Object.entries(tears).flatMap(([name, tear]) => spans.map((span) => ({ name, tear, ...span })));

const tearReads = ({ proxies: { dynamodb } }: Service, tear: Tear, milliseconds: number) => {
  const alter = (body: string) => {
    const output = JSON.parse(body);
    tearOutput(output, tear);
    return JSON.stringify(output);
  };
  for (const operation of ["GetItem", "Query"]) {
    const strikes = lasting(milliseconds);
    dynamodb.on(operation, () => (strikes() ? { alter } : "pass"));
  }
};

// One after the other: all of their writers at once would be too much for the engine.
describe("a list that two writers change, of which reads see", () => {
  it.for(rows)("torn page | $name | $span", async (row, { task, onTestFinished }) => {
    const employeeID = `${row.name} ${row.span} ${task.result?.retryCount ?? 0}`;
    const writers = await startWriters(world.storage, employeeID);
    const service = await startService("webinar-activity", world);
    onTestFinished(service.stop);
    onTestFinished(async () => void (await writers.stop()));
    const askPage = (page: number) => service.ask(listRequest(world.token, encodeURIComponent(employeeID), page));
    expectAnswer(await askPage(1), 200);

    const pages = [];
    for (let request = 0; request < row.requests; request += 1) {
      const page = 1 + (request % 2);
      service.proxies.dynamodb.reset();
      tearReads(service, row.tear, row.milliseconds);
      const answer = await askPage(page);
      const line = expectAnswer(answer, row.code);
      const reads = service.proxies.dynamodb.calls.length / page;
      expect(reads).toBeLessThanOrEqual(6);
      if (row.code === 160) expect(line).toMatchObject({ reason: "torn list", category: "webinar" });
      else pages.push({ page, total: Number(answer.headers["x-total-count"]), records: answer.body.data ?? [] });
      // Each request has to see the tear, or it shows nothing.
      expect(reads).toBeGreaterThan(1);
    }
    service.proxies.dynamodb.reset();
    expectAnswer(await askPage(2), 200);

    const states = await writers.stop();
    expect(states.length).toBeGreaterThan(row.requests);
    expect(pages.flatMap((page) => wrongIn(page, states))).toEqual([]);
    task.meta.outcome = `${row.code}, ${states.length} states`;
  });
});
