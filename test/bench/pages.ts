import { relative } from "node:path";
import { writeChart } from "./chart.ts";
import { startEngineOrEmbedded } from "./engine.ts";
import { roundsOf } from "./options.ts";
import { measureEveryList } from "./pages/every-list.ts";
import { measureFeed } from "./pages/feed.ts";
import { chartOf, figuresOf } from "./pages/figures.ts";
import { ASSIGNMENTS, fillList } from "./pages/list.ts";
import { measureRounds, READS } from "./pages/rounds.ts";
import { PAGE_SIZE } from "./pages/ways.ts";
import { tableOf, writeResults } from "./report.ts";

const HELP = `Pages 1 to 1000 of one long list: read units, calls and latency, read by position as the functions do,
beside the usual way, which walks there from the start with Limit and ExclusiveStartKey. Without DynamoDB Local or Java
it measures on the embedded engine, and says so. Then the calls that pages of every category's list take, the read units
of a first and of a warm search, and those of every page of the feed of changes of 100,000 lists.

  npm run bench -- pages                all of it, in about two minutes
  npm run bench -- pages --rounds 30    rounds, after two of warming up (15)`;

/** What a page costs, however deep in the list it is. */
export const pagesBenchmark = {
  help: HELP,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const rounds = roundsOf(parameters, 15);
    const engine = await startEngineOrEmbedded();
    try {
      const measured = await engine.withTable(async (table) => {
        console.error(`Pages on ${engine.name}, of a list of ${ASSIGNMENTS.toLocaleString("en-US")} assignments:`);
        return measureRounds(rounds, await fillList(engine, table, signal), signal);
      });
      const figures = [
        ...figuresOf(measured),
        ...(await engine.withTable((table) => measureEveryList(engine, table, signal))),
        ...(await engine.withTable((table) => measureFeed(engine, table, signal))),
      ];
      console.log(tableOf(figures));
      const settings = { assignments: ASSIGNMENTS, pageSize: PAGE_SIZE, rounds, readsOfAPageInARound: READS };
      const file = await writeResults("pages", { engine: engine.name, settings, figures });
      const chart = await writeChart("pages", chartOf(measured, engine.name));
      console.error(`Written to ${relative(process.cwd(), file)} and ${relative(process.cwd(), chart)}.`);
    } finally {
      await engine.stop();
    }
  },
} as const;
