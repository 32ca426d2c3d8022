import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { append } from "../../../infra/store/plans.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { runMirror } from "../../support/mirror.ts";
import type { Figure } from "../report.ts";
import { NIGHTS } from "./nights.ts";
import { type Asked, listOf, MARGIN_MS, type World } from "./world.ts";

const RECORDS = 5;
const AT_A_TIME = 16;
/** One employee in so many has a new record each day. */
const CHANGED_IN = 100;

const atATime = async (
  count: number,
  signal: AbortSignal,
  work: (index: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      signal.throwIfAborted();
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
};

const employee = (index: number) => `NIGHTLY${`${index}`.padStart(5, "0")}`;

/** The validators that the mirror has of the first pages, which are all that there is of these lists. */
const etagsIn = (file: string): Map<string, string> => {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT employeeID, etag FROM pages WHERE page = 1").all();
  database.close();
  return new Map(rows.map(({ employeeID, etag }) => [`${employeeID}`, `${etag}`]));
};

const tokenOf = async ({ url }: World): Promise<string> => {
  const body = JSON.stringify({ clientID: "demo", clientSecret: "demo-secret", grantType: "client_credentials" });
  const answer = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  return ((await answer.json()) as { data: { accessToken: string } }).data.accessToken;
};

/** What people do without a feed: ask for every employee's list. @returns how many were answered whole */
const askForAll = async (world: World, employees: number, etags: Map<string, string>, signal: AbortSignal) => {
  const authorization = `Bearer ${await tokenOf(world)}`;
  let full = 0;
  await atATime(employees, signal, async (index) => {
    const etag = etags.get(employee(index)) ?? "";
    const url = `${world.url}/ruangkerja/dashboard/users/${employee(index)}/courses/webinar?page=1&pageSize=100`;
    const headers = { authorization, "if-none-match": etag };
    const answer = await fetch(url, { headers, signal });
    await answer.arrayBuffer();
    if (answer.status !== 200 && answer.status !== 304) throw new Error(`Status ${answer.status} of ${url}`);
    if (answer.status === 200) full += 1;
  });
  return full;
};

/** A night's requests and read units, by the feed and without it. */
export const measureNightly = async (
  world: World,
  employees: number,
  folder: string,
  signal: AbortSignal,
): Promise<Figure[]> => {
  const appendTo = (index: number, records: readonly Assignment[], expectUnknown: boolean) => {
    const list = listOf(employee(index));
    return world.writer.change(list, append(list.category, records), { expectUnknown });
  };
  const file = join(folder, "nightly.sqlite");
  console.error(`A nightly mirror of ${employees} employees, on ${world.engine}: writing them`);
  await atATime(employees, signal, (index) => appendTo(index, assignmentsOf(RECORDS), true));
  await pause(MARGIN_MS, undefined, { signal });
  console.error("  the first night");
  const first = await world.asked(() => runMirror(file, world));
  const etags = etagsIn(file);

  const changed = Math.ceil(employees / CHANGED_IN);
  for (let index = 0; index < changed; index += 1) {
    await appendTo(index * CHANGED_IN, assignmentsOf(1, "NEW"), false);
  }
  await pause(MARGIN_MS, undefined, { signal });
  console.error("  the second night, by the feed and without it");
  const feed = await world.asked(() => runMirror(file, world));
  let full = 0;
  const revalidated = await world.asked(async () => {
    full = await askForAll(world, employees, etags, signal);
  });
  // Without a tag each list is answered whole, as the mirror asked in the first night.
  const naive = first.lists;
  if (full !== changed) throw new Error(`${full} lists have another ETag, and ${changed} have changed`);

  const nights: Record<(typeof NIGHTS)[number], Asked> = {
    "by the feed": feed.all,
    "one call an employee": naive,
    "one call an employee with its ETag": revalidated.lists,
  };
  const one = (name: string, unit: string, value: number): Figure => ({ name, unit, values: [value] });
  const figures = (name: string, { requests, readUnits }: Asked) => [
    one(`requests, ${name}`, "requests", requests),
    one(`read units, ${name}`, "units", readUnits),
  ];
  // Twice the share of what has changed.
  const goal = { atMost: 2 / CHANGED_IN };
  return [
    ...figures("first night, by the feed", first.all),
    ...NIGHTS.flatMap((name) => figures(`night, ${name}`, nights[name])),
    {
      ...one("requests of a night, by the feed ÷ one call an employee", "times", feed.all.requests / naive.requests),
      goal,
    },
    {
      ...one(
        "read units of a night, by the feed ÷ one call an employee",
        "times",
        feed.all.readUnits / naive.readUnits,
      ),
      goal,
    },
  ];
};
