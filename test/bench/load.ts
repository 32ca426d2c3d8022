import { relative } from "node:path";
import { parseArgs } from "node:util";
import { writeChart } from "./chart.ts";
import { newTally, type Tally, throwIfWrong } from "./load/judge.ts";
import { INSTANCES, type Round, rampRound } from "./load/ramp.ts";
import { latencyChart, rampFigures, throughputChart } from "./load/ramp-figures.ts";
import { soak } from "./load/soak.ts";
import { soakFigures } from "./load/soak-figures.ts";
import { countOf } from "./options.ts";
import { type Figure, tableOf, writeResults } from "./report.ts";

const HELP = `The local stack (the built functions behind the gateway, with the embedded engine) under more load than it can take,
then under faults. Every answer is looked at; one that may never be ends it with code 1.

  npm run bench -- load                 both, in about eight minutes
  npm run bench -- load --rounds N      rounds of rising load (3; 0 for none)
  npm run bench -- load --seconds N     seconds of each of its stages (5)
  npm run bench -- load --soak N        seconds of the soak (300; 0 for none)

Rising load: 1, 2, 4 … 32 requests at a time through autocannon, then 1 again, each answer the right one to the byte. There
are 10 instances that take one request each, and what finds none idle waits, without a limit: on Lambda more would be
started. Saturation is the fewest at a time that bring 95 % of the most. Ratios are made within a round.

The soak: 8 requests at a time of every kind beside three writers, while a proxy between the functions and DynamoDB or the
provider has one fault after the other, first for every third call, then for every one, with pauses in which all is well. A
page must be one that its list has been between question and answer; a failure must be 150, or 160 or 161 beside a fault
that explains it, to the byte as in the Error Dictionary.

What an instance holds is its heap and its buffers after garbage collection. Resident memory is that of gateway, engine,
provider and all instances, which are one process.`;

const settingsOf = (parameters: readonly string[]) => {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "5" },
      soak: { type: "string", default: "300" },
    },
  });
  const seconds = countOf("seconds", values.seconds);
  if (seconds === 0) throw new Error("--seconds must be at least 1.");
  return { rounds: countOf("rounds", values.rounds), seconds, soakSeconds: countOf("soak", values.soak) };
};

const measureRamp = async (count: number, seconds: number, tally: Tally, signal: AbortSignal): Promise<Round[]> => {
  const rounds: Round[] = [];
  for (let number = 1; number <= count; number += 1) {
    console.error(`Rising load, round ${number} of ${count}:`);
    rounds.push(await rampRound(seconds, tally, signal));
  }
  return rounds;
};

/** The local stack under more load than it can take, and under faults. */
export const loadBenchmark = {
  help: HELP,
  onlyByName: true,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const { rounds, seconds, soakSeconds } = settingsOf(parameters);
    const figures: Figure[] = [];
    const tally = newTally();
    const ramp = await measureRamp(rounds, seconds, tally, signal);
    if (rounds > 0) figures.push(...rampFigures(ramp, tally));
    const soakTally = newTally();
    if (soakSeconds > 0) {
      console.error(`Soak of ${soakSeconds} s:`);
      figures.push(...soakFigures(await soak(soakSeconds, soakTally, signal), soakTally));
    }
    console.log(tableOf(figures));
    const settings = { rounds, seconds, soakSeconds, instances: INSTANCES };
    const files = [await writeResults("load", { engine: "the embedded engine", settings, figures })];
    if (rounds > 0) {
      files.push(await writeChart("load-throughput", throughputChart(ramp)));
      files.push(await writeChart("load-latency", latencyChart(ramp)));
    }
    console.error(`Written to ${files.map((file) => relative(process.cwd(), file)).join(", ")}.`);
    for (const judged of [tally, soakTally]) throwIfWrong(judged);
  },
} as const;
