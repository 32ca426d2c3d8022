import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allCategories, categoryList } from "../support/records.ts";
import { type Tear, tearOutput, tears } from "../support/tearing-client.ts";
import { lasting } from "./faults.ts";
import { recordsIn, type Service, startService } from "./service.ts";
import { type Asked, expectAnswer, listRequest, startWorld, type World } from "./world.ts";
import { isOneState, startWriters, wrongIn } from "./writers.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What is read: a page of each category's list and, of a company's, what a search selects, which is all of it here. */
const subjects = allCategories.flatMap((category) => [
  { what: category.name, category, name: undefined },
  ...(category.owner === "company" ? [{ what: `search of ${category.name}`, category, name: "course" }] : []),
]);
const spans = [
  { span: "for one read", milliseconds: 0, code: 200, requests: 4 },
  { span: "for 300 ms", milliseconds: 300, code: 200, requests: 2 },
  { span: "for ever", milliseconds: Number.POSITIVE_INFINITY, code: 160, requests: 2 },
];
/** Each tear of each subject, with one of the spans in turn: all of them would take minutes. */
const rows = Object.entries(tears).flatMap(([tear, tearItems], row) =>
  subjects.flatMap((subject, column) => {
    const span = spans[(row + column) % spans.length];
    return span ? [{ tear, tearItems, ...subject, ...span }] : [];
  }),
);

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
describe("a list that three writers change, of which reads see", () => {
  it.for(rows)("torn page | $tear, $what | $span", async (row, { task, onTestFinished }) => {
    const { category, name, code, requests } = row;
    const employeeID = `${row.tear} ${row.span} ${task.result?.retryCount ?? 0}`;
    const writers = await startWriters(world.storage, categoryList(category, employeeID));
    const service = await startService("course-activity", world);
    onTestFinished(service.stop);
    onTestFinished(async () => void (await writers.stop()));
    const askPage = (page: number) => {
      const asked: Asked = { category, employeeID, page, name };
      return service.ask(listRequest(world.token, asked));
    };
    expectAnswer(await askPage(1), 200);

    const pages = [];
    for (let request = 0; request < requests; request += 1) {
      const page = 1 + (request % 2);
      service.proxies.dynamodb.reset();
      tearReads(service, row.tearItems, row.milliseconds);
      const answer = await askPage(page);
      const line = expectAnswer(answer, code);
      // A deeper page takes two calls a read; a search takes one, after it has read the header of the list that it knows.
      const { calls } = service.proxies.dynamodb;
      const reads = name === undefined ? calls.length / page : calls.length - 1;
      expect(reads).toBeLessThanOrEqual(6);
      if (code === 160) expect(line).toMatchObject({ reason: "torn list", category: category.name });
      else pages.push({ page, total: Number(answer.headers["x-total-count"]), records: recordsIn(answer) });
      // Each request has to see the tear, or it shows nothing.
      expect(reads).toBeGreaterThan(1);
    }
    service.proxies.dynamodb.reset();
    expectAnswer(await askPage(2), 200);

    const states = (await writers.stop()).map(({ state }) => state);
    expect(states.length).toBeGreaterThan(requests);
    expect(pages.flatMap((page) => wrongIn(page, states))).toEqual([]);
    if (name !== undefined) expect(pages.every((page) => isOneState(page, states))).toBe(true);
    task.meta.outcome = `${code}, ${states.length} states`;
  });
});
