import type { Chart } from "../chart.ts";
import { type Figure, median } from "../report.ts";
import type { Tally } from "./judge.ts";
import { memoryFigures } from "./memory-figures.ts";
import { INSTANCES, LADDER, type Round, type Stage } from "./ramp.ts";

const stageOf = ({ stages }: Round, concurrency: number): Stage =>
  stages.get(concurrency) ?? { perSecond: Number.NaN, p50: Number.NaN, p99: Number.NaN };

/** Above this share of the most that there was, more requests at a time only wait. */
const SATURATED = 0.95;

/** The fewest requests at a time that bring about all that can be had. */
const saturationOf = (rounds: readonly Round[]): number => {
  const rates = LADDER.map((concurrency) => ({
    concurrency,
    rate: median(rounds.map((round) => stageOf(round, concurrency).perSecond)),
  }));
  const most = Math.max(...rates.map(({ rate }) => rate));
  return rates.find(({ rate }) => rate >= SATURATED * most)?.concurrency ?? Number.NaN;
};

/** Every stage, and what they come to; each ratio is made within a round. */
export const rampFigures = (rounds: readonly Round[], { wrong, failures }: Tally): Figure[] => {
  const saturation = saturationOf(rounds);
  const last = Math.max(...LADDER);
  const figure = (name: string, unit: string, of: (round: Round) => number): Figure => ({
    name,
    unit,
    values: rounds.map(of),
  });
  const atEach = (what: string, unit: string, measure: keyof Stage): Figure[] =>
    LADDER.map((at) => figure(`${what}, ${at} at a time`, unit, (round) => stageOf(round, at)[measure]));
  const beyond = (concurrency: number): Figure => ({
    ...figure(
      `throughput, ${concurrency} ÷ ${saturation} (saturation) at a time`,
      "times",
      (round) => stageOf(round, concurrency).perSecond / stageOf(round, saturation).perSecond,
    ),
    goal: { atLeast: 0.9 },
  });
  const recovery = (measure: "p50" | "p99") => (round: Round) => round.after[measure] / stageOf(round, 1)[measure];
  return [
    ...atEach("throughput", "answers/s", "perSecond"),
    ...atEach("p50", "ms", "p50"),
    ...atEach("p99", "ms", "p99"),
    { name: `saturation, of ${INSTANCES} instances`, unit: "requests at a time", values: [saturation] },
    ...[...new Set([2 * saturation, last])].filter((at) => at > saturation && at <= last).map(beyond),
    { ...figure("p50, 1 at a time, after the peak ÷ before it", "times", recovery("p50")), goal: { atMost: 1.1 } },
    figure("p99, 1 at a time, after the peak ÷ before it", "times", recovery("p99")),
    ...memoryFigures(
      "ramp",
      rounds.map(({ memory }) => memory),
    ),
    { name: "ramp: answers of code 160 or 161", unit: "answers", values: [sum(failures.values())] },
    { name: "ramp: answers that may never be", unit: "answers", values: [wrong], goal: { exactly: 0 } },
  ];
};

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const SUBTITLE = `The local stack with ${INSTANCES} instances, on one machine with what sends the requests`;

const GROUPS = LADDER.map((at) => `${at} at a time`);

const barsOf = (rounds: readonly Round[], measure: keyof Stage): number[][] =>
  LADDER.map((at) => rounds.map((round) => stageOf(round, at)[measure]));

export const throughputChart = (rounds: readonly Round[]): Chart => ({
  title: "Throughput by requests at a time",
  subtitle: SUBTITLE,
  unit: "answers/s",
  groups: GROUPS,
  series: [{ name: "throughput", bars: barsOf(rounds, "perSecond") }],
});

export const latencyChart = (rounds: readonly Round[]): Chart => ({
  title: "Latency by requests at a time",
  subtitle: SUBTITLE,
  unit: "ms",
  logarithmic: true,
  groups: GROUPS,
  series: [
    { name: "p50", bars: barsOf(rounds, "p50") },
    { name: "p99", bars: barsOf(rounds, "p99") },
  ],
});
