import { describeList, type ListName } from "../../../functions/shared/store/lists.ts";
import { ownerFields } from "../../store/owner.ts";
import type { Found } from "./find.ts";
import { judge } from "./judge.ts";
import { NO_KEY, type Verdict } from "./verdicts.ts";

/** Counts over all lists. */
export type Tally = { lists: number; records: number; withProblems: number };

export const describeTally = ({ lists, records, withProblems }: Tally): string =>
  `${count(lists, "list")}, ${count(records, "record")}, ${count(withProblems, "list")} with problems`;

/** How records are written. */
export type Format = {
  /** Before all records. */
  readonly header: string;
  /** A record, or an empty object for an owner without records. */
  readonly line: (list: ListName, record: object) => string;
};

export const ndjson: Format = {
  header: "",
  line: (list, record) => `${JSON.stringify({ ...ownerFields(list), ...record })}\n`,
};

/**
 * @param say is called with a line for each list with problems, which names the key, positions and fields
 * @returns the valid records of the lists
 */
export async function* recordLines(
  found: Iterable<Found> | AsyncIterable<Found>,
  tally: Tally,
  say: (line: string) => void,
  { header, line }: Format = ndjson,
) {
  if (header) yield header;
  for await (const { key, stored } of found) {
    const { problems, valid, total } = stored ? judge(stored) : NO_LIST;
    add(tally, problems, valid.length);
    if (problems.length > 0) say(`${printable(key)}: ${problems.join("; ")}`);
    // An import of it would make a removed employee known again.
    if (!stored || stored.header?.["deleted"]?.BOOL) continue;
    const { list } = stored;
    const records = total === 0 && valid.length === 0 ? [{}] : valid;
    yield records.map((record) => line(list, record)).join("");
  }
}

/** @returns a line for each list: its hash as the log has it, its key, its total, and `ok` or all its problems */
export async function* verdictLines(verdicts: AsyncIterable<Verdict>, tally: Tally) {
  for await (const { key, list, total, records, problems } of verdicts) {
    add(tally, problems, records);
    const hash = list ? describeList(list).listHash : "-";
    yield `${[hash, printable(key), total ?? "-", problems.join("; ") || "ok"].join("\t")}\n`;
  }
}

const NO_LIST = { problems: [NO_KEY], valid: [], total: undefined };

const add = (tally: Tally, problems: readonly string[], records: number): void => {
  tally.lists += 1;
  tally.records += records;
  if (problems.length > 0) tally.withProblems += 1;
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** A key of no list may contain anything, also a tab, a new line or a terminal's control sequence. */
const printable = (key: string): string =>
  key.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
