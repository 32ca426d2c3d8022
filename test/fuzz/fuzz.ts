import { refuseLostOptions, runCommand } from "../../infra/commands/terminal/command.ts";
import { INTERRUPTED, onInterrupt } from "../../infra/commands/terminal/interrupt.ts";
import { type Campaign, startCampaign } from "./campaign.ts";
import { readOptions } from "./options.ts";
import { startWorld } from "./world.ts";

const HELP = `Sends requests of all sorts to the built functions behind the local gateway, over sockets, and holds every
answer against the documentation. First the corpus (test/fuzz/corpus.json), then what fast-check makes up.

  npm run test:fuzz                       20,000 requests from a seed of its own, which is printed
  npm run test:fuzz -- --seed 7           the same requests again; or FUZZ_SEED=7
  npm run test:fuzz -- --runs 200000      more of them; 0 is the corpus alone; or FUZZ_RUNS
  npm run test:fuzz -- --help             this text

Prints a table: kinds of input × answers by status × pass ("gw" is the gateway itself, before a function). A request
with a wrong answer is shrunk and printed as an entry for the corpus. Exit code 1 if there is one.`;

/** Milliseconds between two lines that say how far it is. */
const PROGRESS_EVERY = 5_000;

const fuzz = async (): Promise<number> => {
  refuseLostOptions("test:fuzz", ["seed", "runs"]);
  const { help, seed, runs } = readOptions(process.argv.slice(2), process.env);
  if (help) {
    console.log(HELP);
    return 0;
  }
  const interrupted = onInterrupt(() => console.error("Stopping; press Ctrl-C again to end at once."));
  const again = `npm run test:fuzz -- --seed ${seed} --runs ${runs}`;
  console.log(`Seed ${seed}. The same requests again: ${again}\n`);
  const world = await startWorld();
  try {
    const campaign = startCampaign(world, seed, runs, interrupted);
    const start = performance.now();
    const progress = setInterval(() => console.error(progressOf(campaign, runs, start)), PROGRESS_EVERY);
    await campaign.done.finally(() => clearInterval(progress));
    console.log(summaryOf(campaign, start, interrupted.aborted));
    if (interrupted.aborted) return INTERRUPTED;
    return campaign.findings.length === 0 ? 0 : 1;
  } finally {
    await world.stop();
  }
};

const secondsSince = (start: number): string => `${Math.round((performance.now() - start) / 1_000)} s`;

const progressOf = ({ matrix, findings }: Campaign, runs: number, start: number): string =>
  `${matrix.requests()} of about ${runs} requests, ${findings.length} findings, ${secondsSince(start)}`;

const summaryOf = ({ matrix, findings }: Campaign, start: number, interrupted: boolean): string => {
  const work = `${matrix.requests()} requests in ${secondsSince(start)}${interrupted ? ", interrupted" : ""}.`;
  const found =
    findings.length === 0 ? "No wrong answer." : `${findings.join("\n\n")}\n\nFindings: ${findings.length}.`;
  return `${matrix.table()}\n\n${work} ${found}`;
};

await runCommand(fuzz);
