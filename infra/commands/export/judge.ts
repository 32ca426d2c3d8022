import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type * as z from "zod/mini";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import type { Category } from "../../../functions/shared/store/categories.ts";
import { header, type Item, parseItem, positionOf } from "../../../functions/shared/store/lists.ts";
import { type StoredList, totalOf } from "../../store/stored-lists.ts";
import { type Gap, listed, missing, runs } from "./positions.ts";

export type Judgement = {
  /** The records that fit the schema, in the order of their positions. */
  readonly valid: readonly object[];
  /** The header's total, if it has a valid one. */
  readonly total: number | undefined;
  /** In words, with positions and field names but never with values; none for a valid list. */
  readonly problems: readonly string[];
};

/** Checks a list: its header, that its positions are dense, its records' schema, and that no record's key is repeated. */
export const judge = (stored: StoredList): Judgement => {
  const { items, list } = stored;
  const total = totalOf(stored.header);
  const records = items.map((item) => ({ item, ...parsed(list.category.stored, item, stored) }));
  return {
    valid: records.flatMap(({ value }) => (value ? [value] : [])),
    total,
    problems: [
      ...(stored.changing ? ["changes while it is read; read it again later"] : []),
      ...headerProblems(stored),
      ...positionProblems(items, total),
      ...records.flatMap(({ item, broken }) => broken.map((fields) => `position ${at(item)}: ${notValid(fields)}`)),
      ...duplicateProblems(items, list.category),
    ],
  };
};

/** @returns the parsed item; or, as one element of `broken`, the fields that break the schema */
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
  const broken = items.filter((item) => !isDense(item)).map(at);
  const gaps = missing(dense, total ?? dense.at(-1) ?? 0);
  const past = dense.filter((position) => position > (total ?? Number.POSITIVE_INFINITY));
  return [
    ...(gaps.length > 0 ? [`${counted(gaps)} missing`] : []),
    ...(past.length > 0 ? [`positions past the total: ${listed(runs(past))}`] : []),
    ...(broken.length > 0 ? [`positions that are not integers from 1: ${broken.join(", ")}`] : []),
  ];
};

const duplicateProblems = (items: readonly Item[], { recordKey }: Category): string[] => {
  const byKey = Map.groupBy(items, (item) => textAt(item, recordKey));
  return [...byKey].flatMap(([key, twins]) =>
    key === undefined || twins.length < 2
      ? []
      : [`positions ${conjunction.format(twins.map(at))} have the same ${recordKey.join(".")}`],
  );
};

/** @returns the text at the end of `path`, in a record that may not be valid */
const textAt = (item: Item, path: readonly string[]): string | undefined =>
  path.reduce<AttributeValue | undefined>((value, field) => value?.M?.[field], { M: item })?.S;

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** As it is stored: as a JavaScript number, a fraction could be rounded to an integer. */
const at = (item: Item): string => `${item["position"]?.N}`;
const isDense = (item: Item): boolean => /^[1-9][0-9]*$/.test(at(item));

const notValid = (fields: readonly string[]): string =>
  `${fields.join(", ")} ${fields.length === 1 ? "is" : "are"} not valid`;

const counted = (gaps: readonly Gap[]): string =>
  gaps.length === 1 && gaps[0]?.from === gaps[0]?.to ? `position ${listed(gaps)} is` : `positions ${listed(gaps)} are`;
