import { searches } from "../lambda/catalogue.ts";
import { startInstance } from "../lambda/warm-instance.ts";
import { checkBody, type World } from "../lambda/world.ts";
import { type Figure, median } from "../report.ts";

const REQUESTS = 100;
const WARM_UP_ROUNDS = 3;
const PAGE = { page: 1, pageSize: 10 } as const;
/** The most that a search may take of what a page of a list takes. */
const GOAL = { atMost: 3 } as const;

/** @throws {Error} unless a search found as many courses as it should */
const checkSearch = (search: string, found: number, body: string): void => {
  const { totalItems, items } = JSON.parse(body).data;
  if (totalItems === found && items.length === Math.min(found, PAGE.pageSize)) return;
  throw new Error(`A search ${search} gives another answer: ${body.slice(0, 500)}`);
};

/**
 * The p50 of searches of a catalogue of 10,000 courses, in an instance that has it in memory, beside that of a list's page
 * in the same instance and round.
 */
export const measureSearch = async (
  bundle: string,
  world: World,
  rounds: number,
  signal: AbortSignal,
): Promise<Figure[]> => {
  const pages: number[] = [];
  const searched = Object.entries(searches).map(([search, asked]) => ({ search, ...asked, times: [] as number[] }));
  const instance = await startInstance(bundle, world.env, signal);
  try {
    for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
      const page = await instance.answer(world.event(PAGE), REQUESTS);
      checkBody("this project", PAGE, page.body);
      if (round >= 0) pages.push(median(page.milliseconds));
      for (const { search, name, found, times } of searched) {
        const run = await instance.answer(world.searchEvent(PAGE, name), REQUESTS);
        checkSearch(search, found, run.body);
        if (round >= 0) times.push(median(run.milliseconds));
      }
    }
  } finally {
    await instance.stop();
  }
  return searched.flatMap(({ search, times }): Figure[] => [
    { name: `search of 10,000 courses ${search}: p50`, unit: "ms", values: times },
    {
      name: `search of 10,000 courses ${search} ÷ page 1 of 10, p50`,
      unit: "times",
      values: times.map((time, round) => time / (pages[round] ?? Number.NaN)),
      goal: GOAL,
    },
  ]);
};
