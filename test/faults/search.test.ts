import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { upsert } from "../../infra/store/plans.ts";
import { replace } from "../../infra/store/replace.ts";
import { allCategories, categoryList, recordsOf } from "../support/records.ts";
import { recordsIn, startService } from "./service.ts";
import { expectAnswer, listRequest, startWorld, type World } from "./world.ts";
import { type Commit, isOneState, startWriters } from "./writers.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A part of every record's name. */
const NAME = "COURSE";
const searched = allCategories.filter(({ owner }) => owner === "company");
const FEW = 3;
/** With names of 300 characters, more than the megabyte that one call gives. */
const MANY = 3_000;

type Searched = (typeof searched)[number];

/** An instance that has searched the list, and so has it in memory. */
const startWarm = async (category: Searched) => {
  const service = await startService("course-activity", world);
  onTestFinished(service.stop);
  const search = (page = 1) => service.ask(listRequest(world.token, { category, name: NAME, page }));
  const { dynamodb } = service.proxies;
  expectAnswer(await search(), 200);
  // What is in memory is read once more after two seconds.
  await setTimeout(2_100);
  expectAnswer(await search(), 200);
  dynamodb.reset();
  return { search, dynamodb };
};

/** Writes the list anew, each record in another version. */
let version = 0;
const write = async (category: Searched, count = FEW) => {
  const records = recordsOf(category, count, "KEY", 1, ++version);
  await world.storage.writer.change(categoryList(category), upsert(category, records));
  return records;
};

describe.each(searched)("a search of $name", (category) => {
  beforeAll(async () => void (await write(category)));

  it.for([
    ["is reset", "before", 160, 3],
    ["is throttled", { status: 400, type: "ThrottlingException", message: "" }, 160, 3],
    ["is refused for good", { status: 400, type: "ValidationException", message: "" }, 190, 1],
  ] as const)("answers nothing from memory while the header's read %s", async ([, fate, code, attempts], { task }) => {
    const { search, dynamodb } = await startWarm(category);
    dynamodb.on("GetItem", () => fate);
    for (const page of [1, 2, 1]) expectAnswer(await search(page), code);
    expect(dynamodb.calls).toEqual(Array(3 * attempts).fill("GetItem"));
    dynamodb.reset();
    expect(expectAnswer(await search(), 200)).toMatchObject({ start: "warm", readUnits: 1 });
    expect(dynamodb.calls).toEqual(["GetItem"]);
    task.meta.outcome = `${code} × 3, then 200 from memory`;
  });

  it("answers nothing from memory once the list is another and cannot be read", async ({ task }) => {
    const { search, dynamodb } = await startWarm(category);
    const records = await write(category);
    dynamodb.on("Query", () => "before");
    expectAnswer(await search(), 160);
    expectAnswer(await search(), 160);
    dynamodb.reset();
    expect(recordsIn(await search())).toEqual(records);
    task.meta.outcome = "160 × 2, then the new list";
  });

  it("is one state of the list, and none that was over before it was asked, beside writers", async ({ task }) => {
    const writers = await startWriters(world.storage, categoryList(category));
    onTestFinished(async () => void (await writers.stop()));
    const answers: Answered[] = [];
    const keepSearching = async () => {
      const { search } = await startWarm(category);
      for (let request = 0; request < 20; request += 1) {
        const page = 1 + (request % 2);
        const sent = performance.now();
        const answer = await search(page);
        expectAnswer(answer, 200);
        const total = Number(answer.headers["x-total-count"]);
        answers.push({ page, total, records: recordsIn(answer), sent, answered: performance.now() });
      }
    };
    await Promise.all([keepSearching(), keepSearching()]);
    const commits = await writers.stop();
    expect(commits.length).toBeGreaterThan(20);
    expect(answers.filter((answer) => !isOneState(answer, statesDuring(answer, commits)))).toEqual([]);
    task.meta.outcome = `${answers.length} answers, ${commits.length} states`;
  });

  it("of a list that takes several calls sees the part that is lost, and the change that comes between", async ({
    task,
  }) => {
    const records: object[] = recordsOf(category, MANY, "LONG").map((record) => ({
      ...record,
      name: NAME.padEnd(300, "n"),
    }));
    const list = categoryList(category);
    await world.storage.writer.change(list, replace(category, records));
    const service = await startService("course-activity", world);
    onTestFinished(service.stop);
    const { dynamodb } = service.proxies;
    const search = (page = 1) => service.ask(listRequest(world.token, { category, name: NAME, page }));
    dynamodb.on("Query", (call) => (call > 1 ? "before" : "pass"));
    expectAnswer(await search(), 160);

    const renamed = (record: object | undefined): object => ({ ...record, name: `${NAME} of another name` });
    const changed = [renamed(records[0]), renamed(records.at(-1))] as const;
    dynamodb.reset();
    dynamodb.on("Query", async (call) => {
      if (call === 2) await world.storage.writer.change(list, upsert(category, [...changed]));
      return "pass" as const;
    });
    const answer = await search();
    expectAnswer(answer, 200);
    expect(answer.headers["x-total-count"]).toBe(`${MANY}`);
    // What was read under the version before is not kept as what it is under the next.
    const now = records.with(0, changed[0]).with(-1, changed[1]);
    expect(recordsIn(await search())).toEqual(now.slice(0, 10));
    expect(recordsIn(await search(MANY / 10))).toEqual(now.slice(-10));
    expect(expectAnswer(await search(), 200)).toMatchObject({ readUnits: 1 });
    task.meta.outcome = `160 without the second part, ${MANY} records with it`;
  });
});

type Answered = Parameters<typeof isOneState>[0] & { readonly sent: number; readonly answered: number };

/** The states that there may have been at some moment of a request. */
const statesDuring = ({ sent, answered }: Answered, commits: readonly Commit[]) => {
  const next = new Map(commits.map((commit) => [commit.from, commit.acknowledged]));
  return commits
    .filter(({ begun, to }) => begun <= answered && (next.get(to) ?? Number.POSITIVE_INFINITY) >= sent)
    .map(({ state }) => state);
};
