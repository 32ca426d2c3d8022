import type { Chart } from "../chart.ts";
import { type Figure, numberText } from "../report.ts";
import { ASSIGNMENTS } from "./list.ts";
import { type Measured, PAGES, type Round } from "./rounds.ts";
import { PAGE_SIZE, type Way } from "./ways.ts";

const WAYS = ["by position", "walking"] as const satisfies readonly Way[];

/** What is measured of a page, and its unit. */
const MEASURES = [
  ["read units", "readUnits", "units"],
  ["calls", "calls", "calls"],
  ["latency", "milliseconds", "ms"],
] as const satisfies readonly (readonly [string, keyof Measured, string])[];

/** Every measure of every page both ways, and what they come to; each ratio is made within a round. */
export const figuresOf = (rounds: readonly Round[]): Figure[] => {
  const figure = (name: string, unit: string, of: (round: Round) => number): Figure => ({
    name,
    unit,
    values: rounds.map(of),
  });
  const pages = MEASURES.flatMap(([name, measure, unit]) =>
    WAYS.flatMap((way) =>
      PAGES.map((page) => figure(`${name}, page ${page}, ${way}`, unit, (round) => round[way][page][measure])),
    ),
  );
  const ways = MEASURES.map(([name, measure]) =>
    figure(
      `${name}, page 1000, walking ÷ by position`,
      "times",
      ({ walking, "by position": position }) => walking[1_000][measure] / position[1_000][measure],
    ),
  );
  const depth =
    (measure: keyof Measured) =>
    ({ "by position": pages }: Round) =>
      pages[1_000][measure] / pages[2][measure];
  const first = ({ "by position": pages }: Round) => pages[2].readUnits - pages[1].readUnits;
  return [
    ...pages,
    ...ways,
    { ...figure("read units, page 1000 ÷ page 2, by position", "times", depth("readUnits")), goal: { exactly: 1 } },
    { ...figure("read units, page 2 − page 1, by position", "units", first), goal: { atMost: 0.5 } },
    { ...figure("latency, page 1000 ÷ page 2, by position", "times", depth("milliseconds")), goal: { atMost: 1.1 } },
  ];
};

/** The read units of both ways, by page. */
export const chartOf = (rounds: readonly Round[], engine: string): Chart => {
  const list = `A list of ${numberText(ASSIGNMENTS)} assignments, ${PAGE_SIZE} to a page`;
  const bars = (way: Way) => PAGES.map((page) => rounds.map((round) => round[way][page].readUnits));
  return {
    title: "What a page costs to read",
    subtitle: `${list}; ${engine}, eventually consistent reads, median of ${rounds.length} rounds`,
    unit: "read units",
    logarithmic: true,
    groups: PAGES.map((page) => `page ${page}`),
    series: [
      { name: "by position: the page number is the key", bars: bars("by position") },
      { name: "walking: Limit and ExclusiveStartKey, from the start", bars: bars("walking") },
    ],
  };
};
