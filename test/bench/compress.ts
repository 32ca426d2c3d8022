import { bodyOf, slowBody } from "./compress/bodies.ts";
import { codingOf, codings } from "./compress/codings.ts";
import { measureFirstUse } from "./compress/first-use.ts";
import { measurePage, type Page } from "./compress/page.ts";
import { roundsOf } from "./options.ts";
import { type Figure, tableOf, writeResults } from "./report.ts";

const HELP = `Bytes and milliseconds of a page's body in each content coding, at several levels.

  npm run bench -- compress               15 rounds, in about a minute
  npm run bench -- compress --rounds N    so many

Each round has other records, and each coding once. The slow page has the longest texts that the contract allows, hard
to search for repetitions. Then the first use of zlib in a process.`;

/** The function's own, see `functions/shared/http/compress.ts`. */
const CHOSEN = ["br 5", "gzip 6"] as const;

const pages: readonly Page[] = [
  { name: "10 records", body: (seed) => bodyOf(10, seed), codings },
  { name: "100 records", body: (seed) => bodyOf(100, seed), codings },
  { name: "slow page", body: slowBody, codings: [...CHOSEN, "gzip 9"].map(codingOf) },
];

/** What a page's body weighs and takes in each coding, and what the first use costs. */
export const compressBenchmark = {
  help: HELP,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const rounds = roundsOf(parameters, 15);
    const figures: Figure[] = [];
    for (const page of pages) figures.push(...(await measurePage(page, rounds, signal)));
    figures.push(...(await measureFirstUse(CHOSEN, rounds, signal)));
    console.log(tableOf(figures));
    await writeResults("compress", { settings: { rounds }, figures });
  },
} as const;
