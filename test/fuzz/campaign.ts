import fc from "fast-check";
import { entryOf, readCorpus, replay } from "./corpus.ts";
import { type Kind, kinds } from "./kinds.ts";
import { createMatrix, type Matrix } from "./matrix.ts";
import { judge } from "./oracle.ts";
import type { Sent } from "./request.ts";
import type { World } from "./world.ts";

/** From this many requests on, each outcome below must have come up: the input reaches what it is meant for. */
const REACHES_ALL = 20_000;
/** The errorCodes, the successes and the gateway's refusals that requests alone can bring about, but for 150. */
const REACHABLE = [
  ...["200", "304", "110", "120", "123", "124", "130", "131", "132", "140", "141", "400"],
  ...["gateway 400", "gateway 413", "gateway 431"],
];

export type Campaign = {
  readonly matrix: Matrix;
  /** What is wrong, with the smallest request for it; gets longer while the campaign runs. */
  readonly findings: readonly string[];
  readonly done: Promise<void>;
};

const CORPUS = "corpus";

/** fast-check cannot be told to stop, so it is left waiting. */
const forever = new Promise<void>(() => {});

/**
 * Sends the corpus, then `runs` requests that fast-check makes up from `seed`: every kind of input at a time, its
 * requests one after the other, so that a wrong answer is shrunk beside the others' load.
 *
 * @param signal ends it at once; answers that are under way count no more
 */
export const startCampaign = (world: World, seed: number, runs: number, signal: AbortSignal): Campaign => {
  const matrix = createMatrix([CORPUS, ...Object.keys(kinds)]);
  const findings: string[] = [];
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });

  const send = async (kind: string, sent: Sent, gateway: readonly number[]): Promise<readonly string[]> => {
    const judgement = judge(world, sent, await world.send(sent), gateway);
    matrix.add(kind, judgement);
    return judgement.problems;
  };

  const replayCorpus = async (): Promise<void> => {
    for (const entry of readCorpus()) {
      if (signal.aborted) return;
      const judgement = await replay(world, entry);
      const { problems } = judgement;
      matrix.add(CORPUS, judgement);
      if (problems.length > 0) findings.push(`${CORPUS}, ${entry.name}:\n${problems.join("\n")}`);
    }
  };

  const explore = async (name: string, { requests, share, gateway }: Kind): Promise<void> => {
    const property = fc.asyncProperty(requests, async (sent) => {
      if (signal.aborted) return forever;
      const problems = await send(name, sent, gateway);
      if (problems.length > 0) throw new Error(problems.join("\n"));
    });
    const result = await Promise.race([fc.check(property, { seed, numRuns: Math.ceil(runs * share) }), aborted]);
    const [smallest] = result?.counterexample ?? [];
    if (result && smallest) {
      const problems = result.errorInstance instanceof Error ? result.errorInstance.message : "";
      findings.push(`${name}:\n${problems}\nThe request, for test/fuzz/corpus.json:\n${entryOf(name, smallest)}`);
    }
  };

  const run = async (): Promise<void> => {
    await replayCorpus();
    if (runs > 0) await Promise.all(Object.entries(kinds).map(([name, kind]) => explore(name, kind)));
    if (signal.aborted) return;
    findings.push(...world.complaints().map((line) => `A function logged:\n${line}`));
    if (runs < REACHES_ALL) return;
    const missed = REACHABLE.filter((outcome) => !matrix.outcomes().has(outcome));
    const missedIn = Object.entries(kinds).flatMap(([name, { reaches = [] }]) =>
      reaches.filter((outcome) => !matrix.outcomes(name).has(outcome)).map((outcome) => `${outcome} of ${name}`),
    );
    const never = [...missed, ...missedIn];
    if (never.length > 0) findings.push(`Never came up: ${never.join(", ")}`);
  };
  return { matrix, findings, done: run() };
};
