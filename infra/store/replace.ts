import { isDeepStrictEqual } from "node:util";
import { type HasRecordKey, recordKeyOf } from "../../functions/shared/store/categories.ts";
import { firstOfEachKey, type Plan, type Step } from "./plans.ts";
import { bytesOf, fits, type Put } from "./step-limits.ts";

/**
 * Replaces the whole list by the given records, in their order, and registers an unknown or removed employee,
 * even without records. A change that fits one transaction is atomic. A larger one takes several steps; after each of them the list
 * has every key once, in its old or its new version, and no key is missing that both the old list and the given records
 * have.
 */
export const replace = <Value extends object>(category: HasRecordKey, records: readonly Value[]): Plan<Value> => {
  const target = firstOfEachKey(category, records);
  const targetIndex = new Map(target.map((record, index) => [recordKeyOf(category, record), index]));
  return ({ version, deleted, records: present }) => {
    const whole = difference(present, target);
    if (version !== undefined && !deleted && whole.puts.length + whole.deletes.length === 0) return undefined;
    return fitsOneStep(whole) ? whole : firstStep(category, present, target, targetIndex);
  };
};

/** Everything that is left to do, whether or not it fits one transaction. */
const difference = <Value>(from: readonly Value[], to: readonly Value[]): Step<Value> => ({
  puts: to.flatMap((record, index) =>
    isDeepStrictEqual(from[index], record) ? [] : [{ position: index + 1, record }],
  ),
  deletes: from.slice(to.length).map((_, index) => from.length - index),
  total: to.length,
});

const fitsOneStep = <Value extends object>({ puts, deletes }: Step<Value>): boolean => {
  const changes = puts.length + deletes.length;
  return fits(changes, 0) && fits(changes, sum(puts.map(({ record }) => bytesOf(record))));
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

/**
 * As much of the change as fits one transaction: puts each record of the target at its position, from 1 on, and moves the one
 * that is there out of the way; then deletes from the list's end. Stops before the first move that does not fit.
 */
const firstStep = <Value extends object>(
  category: HasRecordKey,
  present: readonly Value[],
  target: readonly Value[],
  targetIndex: ReadonlyMap<string, number>,
): Step<Value> => {
  const keyOf = (record: Value) => recordKeyOf(category, record);
  const list = [...present];
  const indexes = new Map(present.map((record, index) => [keyOf(record), index]));
  /** The bytes of each record that the step puts, by position. */
  let sizes: ReadonlyMap<number, number> = new Map();

  const apply = (moves: readonly Put<Value>[]): boolean => {
    const next = new Map([...sizes, ...moves.map(({ position, record }) => [position, bytesOf(record)] as const)]);
    if (sizes.size > 0 && !fits(next.size, sum(next.values()))) return false;
    sizes = next;
    for (const { position, record } of moves) {
      list[position - 1] = record;
      indexes.set(keyOf(record), position - 1);
    }
    return true;
  };

  const movesTo = (index: number, wanted: Value): Put<Value>[] => {
    const move = { position: index + 1, record: wanted };
    const displaced = list[index];
    const from = indexes.get(keyOf(wanted));
    if (!displaced || from === index) return [move];
    // In its new version, if the target has one: what was read beside another writer's transaction may be outdated.
    const newIndex = targetIndex.get(keyOf(displaced)) ?? -1;
    // Stryker disable next-line EqualityOperator: equal only where a key stands twice; either copy may go
    const newVersion = newIndex > index ? target[newIndex] : undefined;
    if (from !== undefined) return [move, { position: from + 1, record: newVersion ?? displaced }];
    return newVersion ? [move, { position: list.length + 1, record: newVersion }] : [move];
  };

  const stopped = target.some(
    (wanted, index) => !isDeepStrictEqual(list[index], wanted) && !apply(movesTo(index, wanted)),
  );
  const shortest = stopped ? list.length : target.length;
  for (let changes = sizes.size + 1; list.length > shortest && fits(changes, 0); changes += 1) list.pop();
  return difference(present, list);
};
