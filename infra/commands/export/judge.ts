import type * as z from "zod/mini";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { header, type Item, parseItem, positionOf } from "../../../functions/shared/store/lists.ts";
import { type StoredAssignment, storedAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { type StoredList, totalOf } from "../../store/stored-lists.ts";
import { type Gap, listed, missing, runs } from "./positions.ts";

export type Judgement = {
  /** The records that keep the schema, in the order of their positions. */
  readonly sound: readonly StoredAssignment[];
  /** What the header says, where that can be read. */
  readonly total: number | undefined;
  /** What is wrong, each in words with positions and field names, never with values; none for a sound list. */
  readonly problems: readonly string[];
};

/** Holds a list against all that a list must be: a header, dense positions, the schema, and no serial twice. */
export const judge = (stored: StoredList): Judgement => {
  const { items } = stored;
  const total = totalOf(stored.header);
  const records = items.map((item) => ({ item, ...parsed(storedAssignment, item, stored) }));
  return {
    sound: records.flatMap(({ value }) => (value ? [value] : [])),
    total,
    problems: [
      ...(stored.changing ? ["changes while it is read; read it again later"] : []),
      ...headerProblems(stored),
      ...positionProblems(items, total),
      ...records.flatMap(({ item, broken }) => broken.map((fields) => `position ${at(item)}: ${notValid(fields)}`)),
      ...duplicateProblems(items),
    ],
  };
};

/** @returns what the item parses to; or, as one element, the fields that break the schema */
const parsed = <Schema extends z.ZodMiniType>(
  schema: Schema,
  item: Item,
  { list }: StoredList,
): { value?: z.output<Schema>; broken: string[][] } => {
  try {
    return { value: parseItem(schema, item, list), broken: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { broken: [[...new Set(error.diagnosis.fields)]] };
  }
};

const headerProblems = (stored: StoredList): string[] =>
  stored.header
    ? parsed(header, stored.header, stored).broken.map((fields) => `header is not valid: ${fields.join(", ")}`)
    : ["no header"];

const positionProblems = (items: readonly Item[], total: number | undefined): string[] => {
  const dense = items.filter(isDense).map(positionOf);
  const odd = items.filter((item) => !isDense(item)).map(at);
  const gaps = missing(dense, total ?? dense.at(-1) ?? 0);
  const past = dense.filter((position) => position > (total ?? Number.POSITIVE_INFINITY));
  return [
    ...(gaps.length > 0 ? [`${counted(gaps)} missing`] : []),
    ...(past.length > 0 ? [`positions past the total: ${listed(runs(past))}`] : []),
    ...(odd.length > 0 ? [`positions that are no whole numbers from 1: ${odd.join(", ")}`] : []),
  ];
};

const duplicateProblems = (items: readonly Item[]): string[] => {
  const bySerial = Map.groupBy(items, (item) => item["assignedCourseSerial"]?.S);
  return [...bySerial].flatMap(([serial, twins]) =>
    serial === undefined || twins.length < 2
      ? []
      : [`positions ${conjunction.format(twins.map(at))} have the same assignedCourseSerial`],
  );
};

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** As it is stored: rounded to a number, one that is not whole could look like one that is. */
const at = (item: Item): string => `${item["position"]?.N}`;
const isDense = (item: Item): boolean => /^[1-9][0-9]*$/.test(at(item));

const notValid = (fields: readonly string[]): string =>
  `${fields.join(", ")} ${fields.length === 1 ? "is" : "are"} not valid`;

const counted = (gaps: readonly Gap[]): string =>
  gaps.length === 1 && gaps[0]?.from === gaps[0]?.to ? `position ${listed(gaps)} is` : `positions ${listed(gaps)} are`;
