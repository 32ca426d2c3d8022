import { setTimeout as pause } from "node:timers/promises";
import { fire, type Reply } from "./cannon.ts";
import type { FaultName } from "./faults.ts";
import { countFailure, countWrong, type Tally } from "./judge.ts";
import { createLists, type Lists, type WatchedList } from "./lists.ts";
import type { BeforeAndAfter } from "./memory-figures.ts";
import { createShots } from "./shots.ts";
import { hadFault, planSlots, type Slot } from "./timeline.ts";
import { startWorld, type World } from "./world.ts";

/** Below the number of instances, so that no request waits for one. */
const CONCURRENCY = 8;
/** So that every instance is started and every path taken before memory is looked at. */
const WARM_UP = [undefined, "internal errors", "provider's silence", undefined] as const satisfies (
  | FaultName
  | undefined
)[];
const WARM_UP_SECONDS = 4;

export type Answer = { readonly sentAt: number; readonly answeredAt: number; readonly failed: boolean };

export type Soak = {
  readonly slots: readonly Slot[];
  readonly answers: readonly Answer[];
  readonly changes: number;
  /** Failures beside which no fault was on that explains them. */
  readonly unexplained: number;
  readonly memory: BeforeAndAfter;
};

/** Switches the faults on and off. */
const passThrough = async (world: World, seconds: number, slots: Slot[], signal: AbortSignal): Promise<void> => {
  for (const { seconds: length, fault, everyNth } of planSlots(seconds)) {
    const slot = {
      ...(fault && everyNth && { fault, everyNth }),
      from: performance.now(),
      to: Number.POSITIVE_INFINITY,
    };
    slots.push(slot);
    await world.fault(fault, everyNth);
    // The fault before lasted until just now.
    const last = slots.at(-2);
    if (last) last.to = performance.now();
    console.error(`  ${fault ? `${fault}, every ${everyNth === 1 ? "call" : `${everyNth}rd call`}` : "well"}`);
    await pause(length * 1_000, undefined, { signal });
  }
};

/** What the lists hold at the end, read whole through the API: nothing that was acknowledged is lost. */
const compareAtEnd = async (world: World, watched: readonly WatchedList[], tally: Tally): Promise<void> => {
  const tokens = { demo: await world.token("demo"), other: await world.token("other") };
  for (const { clientID, name, model } of watched) {
    const url = `${world.url}/ruangkerja/dashboard/users/${name.employeeID}/courses/webinar?page=1&pageSize=100`;
    const answer = await fetch(url, { headers: { Authorization: tokens[clientID] } });
    const body = await answer.text();
    if (body !== model.latest()) countWrong(tally, `${clientID} ${name.employeeID} at the end`, { ...answer, body });
  }
};

/** Requests of every kind for so many seconds, beside writers and under one fault after the other. */
export const soak = async (seconds: number, tally: Tally, signal: AbortSignal): Promise<Soak> => {
  const world = await startWorld(signal);
  let lists: Lists | undefined;
  // Ends writers and requests also where something else fails.
  const over = new AbortController();
  const ended = AbortSignal.any([over.signal, signal]);
  try {
    lists = await createLists(world.dynamodbUrl);
    const slots: Slot[] = [];
    const answers: Answer[] = [];
    let unexplained = 0;
    const next = await createShots(world, lists.watched, {
      answered: ({ sentAt, answeredAt, status }: Reply) => {
        tally.answers += 1;
        answers.push({ sentAt, answeredAt, failed: status >= 429 });
      },
      wrong: (what, reply) => countWrong(tally, what, reply),
      failed: (name, reply, target) => {
        countFailure(tally, name);
        if (!target || hadFault(slots, target, reply)) return;
        unexplained += 1;
        console.error(`  ${name} without a fault of ${target}: ${reply.body}`);
      },
    });
    const shoot = (forSeconds: number) =>
      fire({ url: world.url, concurrency: CONCURRENCY, seconds: forSeconds, next, signal: ended });

    const changes = lists.write(ended);
    changes.catch(() => {});
    for (const fault of WARM_UP) {
      slots.push({ ...(fault && { fault }), from: performance.now(), to: Number.POSITIVE_INFINITY });
      await world.fault(fault);
      await shoot(WARM_UP_SECONDS);
    }
    const before = await world.memory();
    answers.length = 0;
    slots.length = 0;
    const [fired] = await Promise.all([shoot(seconds), passThrough(world, seconds, slots, signal)]);
    if (fired.lost > 0) throw new Error(`${fired.lost} requests were lost in the soak`);
    over.abort();
    await world.fault();
    const written = await changes;
    await compareAtEnd(world, lists.watched, tally);
    return { slots, answers, changes: written, unexplained, memory: { before, after: await world.memory() } };
  } finally {
    over.abort();
    lists?.stop();
    await world.stop();
  }
};
