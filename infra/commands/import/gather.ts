import { isDeepStrictEqual } from "node:util";
import { recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { type ListName, listKey } from "../../../functions/shared/store/lists.ts";
import { listNamed, ownerFields, ownerOf } from "../../store/owner.ts";
import type { Reject } from "./rows.ts";
import type { Partition, SpooledRow } from "./spool.ts";
import { ownerWords } from "./wording.ts";

/** How many rows of one list are held in memory; more rows than that are rejected. */
export const MAX_ROWS = 10_000;

/** All rows of a file that one list has. */
export type Gathered = {
  readonly list: ListName;
  /** The line of the first row. */
  readonly line: number;
  /** In the order of the file, each record's key once. */
  readonly records: readonly { readonly line: number; readonly record: object }[];
  /** How many rows repeat one of them. */
  readonly repeated: number;
  /** How many rows there are, including those that only register the list's owner. */
  readonly rows: number;
  /** Whether no row of the list was rejected. */
  readonly complete: boolean;
};

type Group = {
  readonly list: ListName;
  readonly line: number;
  rows: number;
  repeated: number;
  complete: boolean;
  readonly known: Map<string, { line: number; record: object }>;
};

/**
 * Groups the rows of one partition by list. A record's key may be repeated with the same contents; with other contents
 * the first row counts, and each later one is rejected.
 *
 * @param reject is called with each of those
 */
export const gather = async (partition: Partition, reject: (rejected: Reject) => void): Promise<Gathered[]> => {
  const groups = new Map<string, Group>();
  for await (const row of partition) {
    const list = listNamed(row);
    const key = listKey(list);
    const group = groups.get(key) ?? newGroup(list, row);
    groups.set(key, group);
    if ("incomplete" in row) {
      group.complete = false;
      continue;
    }
    const problem = add(group, row.line, row.record);
    if (problem === undefined) continue;
    group.complete = false;
    reject(rejectOf(list, row.line, row.record, problem));
  }
  // A list whose rows were all rejected is not registered.
  return [...groups.values()]
    .filter(({ rows }) => rows > 0)
    .map(({ known, ...group }) => ({ ...group, records: [...known.values()] }));
};

const newGroup = (list: ListName, { line }: SpooledRow): Group => ({
  list,
  line,
  rows: 0,
  repeated: 0,
  complete: true,
  known: new Map(),
});

/** @returns why the row cannot be taken */
const add = (group: Group, line: number, record: object | undefined): string | undefined => {
  if (record) {
    const { category } = group.list;
    const words = ownerWords[category.owner];
    const key = recordKeyOf(category, record);
    const first = group.known.get(key);
    if (first && !isDeepStrictEqual(first.record, record)) {
      const field = category.recordKey.join(".");
      return `row ${field}: must be unique for ${words.owner}, but line ${first.line} has it with other contents`;
    }
    if (!first && group.known.size === MAX_ROWS) {
      return `row ${words.field}: must have at most ${MAX_ROWS} ${words.records} in a file`;
    }
    if (first) group.repeated += 1;
    else group.known.set(key, { line, record });
  }
  group.rows += 1;
  return undefined;
};

/** @returns the rejection of a row that was valid by itself, which is given as NDJSON */
export const rejectOf = (list: ListName, line: number, record: object | undefined, problem: string): Reject => {
  return {
    line,
    problems: [problem],
    row: JSON.stringify({ ...ownerFields(list), ...record }),
    wasValid: true,
    owner: ownerOf(list),
  };
};
