import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod/mini";
import { anyGatewayStatus } from "./kinds.ts";
import { type Judgement, judge } from "./oracle.ts";
import type { Sent } from "./request.ts";
import type { World } from "./world.ts";

/** Characters of a request that are printed as they are; a longer one is compressed. */
const READABLE = 4_000;

const entry = z.strictObject({
  /** What it is about. */
  name: z.string(),
  /** What the answer must be, as a verdict's outcome; left out, anything documented. */
  outcome: z.optional(z.string()),
  /** The request, a character for each byte; `{{demo}}` and the like stand for what the world fills in. */
  text: z.optional(z.string()),
  /** The same, compressed, in base64. */
  gzip: z.optional(z.base64()),
  hangsUp: z.optional(z.boolean()),
});
type Entry = z.output<typeof entry>;

export type CorpusEntry = { readonly name: string; readonly outcome: string | undefined; readonly sent: Sent };

/** @param json an array of entries */
export const parseCorpus = (json: string): CorpusEntry[] =>
  z.parse(z.array(entry), JSON.parse(json)).map(({ name, outcome, text, gzip = "", hangsUp = false }) => ({
    name,
    outcome,
    sent: { text: text ?? gunzipSync(Buffer.from(gzip, "base64")).toString("latin1"), hangsUp },
  }));

/** The requests that were once answered wrongly, and one of each sort that must never be. */
export const readCorpus = (): CorpusEntry[] =>
  parseCorpus(readFileSync(join(import.meta.dirname, "corpus.json"), "utf8"));

/** Sends an entry's request, and judges the answer. */
export const replay = async (world: World, { outcome, sent }: CorpusEntry): Promise<Judgement> => {
  const judgement = judge(world, sent, await world.send(sent), anyGatewayStatus);
  const outcomes = judgement.verdicts.map((verdict) => verdict.outcome).join(", ");
  if (outcome === undefined || outcomes === outcome) return judgement;
  return { ...judgement, problems: [...judgement.problems, `it was ${outcomes} and should be ${outcome}`] };
};

/** @returns a request as an entry of the corpus, ready to be pasted there */
export const entryOf = (name: string, { text, hangsUp }: Sent): string => {
  const written: Entry = {
    name,
    ...(text.length <= READABLE ? { text } : { gzip: gzipSync(Buffer.from(text, "latin1")).toString("base64") }),
    ...(hangsUp && { hangsUp }),
  };
  // What a terminal does not show, or shows as something else, would be lost on its way to the corpus.
  return JSON.stringify(written).replace(/[^ -~]/g, (byte) => `\\u${byte.charCodeAt(0).toString(16).padStart(4, "0")}`);
};
