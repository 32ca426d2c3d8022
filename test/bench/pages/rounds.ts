import { isDeepStrictEqual } from "node:util";
import { median, numberText } from "../report.ts";
import type { FilledList } from "./list.ts";
import { PAGE_SIZE, type Reading, type ReadPage, type Way, ways } from "./ways.ts";

export const PAGES = [1, 2, 10, 100, 1_000] as const;
type PageNumber = (typeof PAGES)[number];

/**
 * How often a round reads a page, so that one slow answer does not decide; a walk is repeated until it has made as many
 * calls.
 */
export const READS = 20;

/** What a page took in a round. */
export type Measured = {
  readonly readUnits: number;
  readonly calls: number;
  /** The median of the round's reads. */
  readonly milliseconds: number;
};

export type Round = Readonly<Record<Way, Readonly<Record<PageNumber, Measured>>>>;

/** @throws {Error} for a reading that is not the page */
const check = ({ serials }: Reading, page: PageNumber, way: Way, { assignments }: FilledList): void => {
  const expected = assignments.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const expectedSerials = expected.map(({ assignedCourseSerial }) => assignedCourseSerial);
  if (!isDeepStrictEqual(serials, expectedSerials)) throw new Error(`Read ${way}, page ${page} is another one.`);
};

/** All pages by turns: the reads of each are spread over the whole time. */
const readAll = async (way: Way, read: ReadPage, list: FilledList, signal: AbortSignal): Promise<Round[Way]> => {
  const pages = PAGES.map((page) => ({ page, readUnits: 0, calls: 0, latencies: [] as number[] }));
  for (let turn = 0; turn < READS; turn += 1) {
    // Back and forth, so that no page always comes after the same one.
    for (const entry of turn % 2 === 0 ? pages : pages.toReversed()) {
      if (way === "walking" && turn * entry.page >= READS) continue;
      const started = performance.now();
      const reading = await read(entry.page, signal);
      entry.latencies.push(performance.now() - started);
      check(reading, entry.page, way, list);
      Object.assign(entry, { readUnits: reading.readUnits, calls: reading.calls });
    }
  }
  return Object.fromEntries(
    pages.map(({ page, latencies, ...taken }) => [page, { ...taken, milliseconds: median(latencies) }]),
  ) as Round[Way];
};

/** Measures both ways so many times, by turns, after two rounds of warming up. */
export const measureRounds = async (rounds: number, list: FilledList, signal: AbortSignal): Promise<Round[]> => {
  const byPosition = ways["by position"](list);
  const walking = ways.walking(list);
  const measure = async (name: string): Promise<Round> => {
    const round = {
      "by position": await readAll("by position", byPosition, list, signal),
      walking: await readAll("walking", walking, list, signal),
    };
    const latency = (way: Way) => `${numberText(round[way][1_000].milliseconds)} ms ${way}`;
    console.error(`  ${name}: page 1000 takes ${latency("by position")}, ${latency("walking")}`);
    return round;
  };
  await measure("warming up");
  await measure("warming up");
  const measured: Round[] = [];
  for (let number = 1; number <= rounds; number += 1) measured.push(await measure(`round ${number} of ${rounds}`));
  return measured;
};
