import { randomInt } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { categories } from "../../../functions/shared/store/categories.ts";
import { createPageStore } from "../../../functions/shared/store/page-store.ts";
import { localTables } from "../../../infra/local/aws.ts";
import { append, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { listsToMirror, mirroredLists, runMirror } from "../../support/mirror.ts";
import type { Figure } from "../report.ts";
import { listOf, MARGIN_MS, type World } from "./world.ts";

const WRITERS = 8;
const EMPLOYEES = 400;

const planOf = (stamp: string) => {
  const { webinar } = categories;
  const records = assignmentsOf(randomInt(1, 6), stamp, randomInt(1, 10));
  const chosen = randomInt(1, 40);
  if (chosen < 15) return append(webinar, records);
  return chosen < 25 ? replace(webinar, records) : upsert(webinar, records);
};

/** One writer's changes, of any list. Of 40, one is a removal. */
const write = async ({ writer, eraser }: World, name: number, changes: number, signal: AbortSignal): Promise<void> => {
  for (let done = 0; done < changes; ) {
    signal.throwIfAborted();
    const list = listOf(`BESIDE${randomInt(EMPLOYEES)}`);
    if (randomInt(40) === 0) {
      // To remove what is not there changes nothing.
      if ((await eraser.look(list)).state !== "there") continue;
      await eraser.erase(list);
    } else {
      const { before, after } = await writer.change(list, planOf(`W${name}-${done % 20}`));
      if (before.version === after.version) continue;
    }
    done += 1;
    if (done % 1_000 === 0) console.error(`  writer ${name}: ${done} changes`);
  }
};

/** Writers beside the mirror, which begins anew each time that it has come to the end of the feed. */
export const measureWriters = async (
  world: World,
  changes: number,
  folder: string,
  signal: AbortSignal,
): Promise<Figure[]> => {
  console.error(`${WRITERS} writers of ${changes} changes each, with the mirror beside them, on ${world.engine}:`);
  const store = createPageStore(world.dynamodb, localTables.assignments);
  const file = join(folder, "beside.sqlite");
  let writing = true;
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, name) => write(world, name, changes, signal)));
  const written = writers.finally(() => {
    writing = false;
  });
  let runs = 0;
  const mirror = async () => {
    for (; writing; runs += 1) await runMirror(file, world);
  };
  await Promise.all([written, mirror()]);
  await pause(MARGIN_MS, undefined, { signal });
  await runMirror(file, world);

  const table = await listsToMirror({ dynamodb: world.dynamodb, tables: localTables, store });
  const mirrored = mirroredLists(file);
  const missing = [...table].filter(([key, records]) => !isDeepStrictEqual(mirrored.get(key), records));
  const surplus = [...mirrored.keys()].filter((key) => !table.has(key));
  const rows = (lists: ReadonlyMap<string, readonly unknown[]>) => [...lists.values()].flat().length;
  const counts = { unit: "lists", goal: { exactly: 0 } } as const;
  return [
    { name: "changes beside the mirror", unit: "changes", values: [WRITERS * changes] },
    { name: "runs of the mirror beside them", unit: "runs", values: [runs] },
    { name: "lists at the end", unit: "lists", values: [table.size] },
    { name: "records at the end", unit: "records", values: [rows(table)] },
    { name: "missing or old in the mirror at the end", ...counts, values: [missing.length] },
    { name: "in the mirror alone at the end", ...counts, values: [surplus.length] },
    { name: "rows too many at the end", unit: "rows", values: [rows(mirrored) - rows(table)], goal: { exactly: 0 } },
  ];
};
