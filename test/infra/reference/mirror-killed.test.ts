import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { append, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { listsToMirror, MIRRORED_COMPANY, mirroredLists, runMirror, startMirror } from "../../support/mirror.ts";
import { stopMirror } from "../../support/stopped-mirror.ts";
import { listOf, sidesOf } from "../../support/storage.ts";
import { startTamperingProxy } from "../../support/tampering-proxy.ts";

/** Of a process, some milliseconds after an answer: most of them while it is at work on its database. */
const KILLS = 8;
/** Of a run in this process, which begins at once. */
const STOPS = 42;
/** A run ends at one of its first requests: for the token, for a page of the feed, and for five pages of lists. */
const REQUESTS = 7;
/** Lists on a page of the feed: more than a run lives to read. */
const PAGE_SIZE = 20;

let stack: Stack;
let folder: string;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "mirror-"));
});
afterAll(() => Promise.all([stack.stop(), rm(folder, { recursive: true })]));

it("is the same as the table after 50 ends between and in its requests, with writers beside it", async () => {
  const dynamodb = localDynamoDB(stack.dynamodbUrl);
  const { writer, store, append: appendTo, remove } = sidesOf(dynamodb, localTables);
  await appendTo(listOf("MIRROR-LONG", MIRRORED_COMPANY), assignmentsOf(350));
  // Of what does not change meanwhile, nothing makes up for what a killed run has left out.
  for (let still = 0; still < 80; still += 1) {
    await appendTo(listOf(`STILL${still}`, MIRRORED_COMPANY), assignmentsOf(2));
  }
  const write = async (turn: number) => {
    const list = listOf(`MIRROR${(turn * 5) % 12}`, MIRRORED_COMPANY);
    const plans = [append, append, upsert, append, replace];
    const plan = plans[turn % 5]?.(categories.webinar, assignmentsOf(1 + (turn % 7), `W${turn % 40}`));
    await (plan && turn % 11 !== 10 ? writer.change(list, plan) : remove(list));
  };
  // The local stack's feed ends two seconds before now.
  await pause(2_100);

  const file = join(folder, "killed.sqlite");
  const proxy = await startTamperingProxy(stack.url);
  const kill = async (request: number): Promise<boolean> => {
    const run = startMirror(file, { url: proxy.url, pageSize: PAGE_SIZE });
    // Counted in requests, so that a busy machine does not kill it before the first.
    let left = request;
    proxy.tamper(() => {
      left -= 1;
      if (left === 0) setTimeout(run.kill, Math.random() * 10);
    });
    return run.ended;
  };
  const stop = (request: number, answered: boolean) =>
    stopMirror(file, { url: stack.url, pageSize: PAGE_SIZE }, { request, answered });

  const ended: boolean[] = [];
  for (let run = 0; run < KILLS + STOPS; run += 1) {
    const request = 1 + (run % REQUESTS);
    const early = run % 6 === 5 && run < 6 * KILLS ? kill(request) : stop(request, run % 2 === 0);
    const [endedEarly] = await Promise.all([early, write(2 * run), write(2 * run + 1)]);
    ended.push(endedEarly);
  }
  await proxy.stop();
  await pause(2_100);
  await runMirror(file, { url: stack.url });

  expect(mirroredLists(file)).toEqual(await listsToMirror({ dynamodb, tables: localTables, store }));
  expect(ended).toEqual(Array.from({ length: 50 }, () => true));
  dynamodb.destroy();
}, 300_000);
