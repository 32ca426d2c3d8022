import { isDeepStrictEqual } from "node:util";
import type { HasSerial } from "../../functions/shared/store/lists.ts";
import { firstOfEachSerial, type Plan, type Step } from "./plans.ts";
import { bytesOf, fits, type Put } from "./step-limits.ts";

/**
 * Makes the records given the whole list, in their order; an employee that was unknown is known then, even without
 * records. What fits one transaction moves as a whole. More moves in steps, and after each of them every serial stands
 * once, as it was or as it shall be, and none is missing that stands both in the list and in the records given.
 */
export const replace = <Assignment extends HasSerial>(records: readonly Assignment[]): Plan<Assignment> => {
  const target = firstOfEachSerial(records);
  const targetIndex = new Map(target.map(({ assignedCourseSerial }, index) => [assignedCourseSerial, index]));
  return ({ version, records: present }) => {
    const whole = difference(present, target);
    if (version !== undefined && whole.puts.length + whole.deletes.length === 0) return undefined;
    return fitsOneStep(whole) ? whole : partOfTheWay(present, target, targetIndex);
  };
};

/** All that is left to do, as if one transaction took it. */
const difference = <Assignment>(from: readonly Assignment[], to: readonly Assignment[]): Step<Assignment> => ({
  puts: to.flatMap((record, index) =>
    isDeepStrictEqual(from[index], record) ? [] : [{ position: index + 1, record }],
  ),
  deletes: from.slice(to.length).map((_, index) => from.length - index),
  total: to.length,
});

const fitsOneStep = <Assignment extends HasSerial>({ puts, deletes }: Step<Assignment>): boolean => {
  const changes = puts.length + deletes.length;
  return fits(changes, 0) && fits(changes, sum(puts.map(({ record }) => bytesOf(record))));
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

/**
 * Puts record after record to its place, from position 1 on, each with what it takes to displace the one that stands
 * there; then shortens the list from its end; and stops where the next move no longer fits the transaction.
 */
const partOfTheWay = <Assignment extends HasSerial>(
  present: readonly Assignment[],
  target: readonly Assignment[],
  targetIndex: ReadonlyMap<string, number>,
): Step<Assignment> => {
  const list = [...present];
  const places = new Map(present.map(({ assignedCourseSerial }, index) => [assignedCourseSerial, index]));
  /** The bytes of each record that the step puts, by its position. */
  let weights: ReadonlyMap<number, number> = new Map();

  const apply = (moves: readonly Put<Assignment>[]): boolean => {
    const next = new Map([...weights, ...moves.map(({ position, record }) => [position, bytesOf(record)] as const)]);
    if (weights.size > 0 && !fits(next.size, sum(next.values()))) return false;
    weights = next;
    for (const { position, record } of moves) {
      list[position - 1] = record;
      places.set(record.assignedCourseSerial, position - 1);
    }
    return true;
  };

  const movesTo = (index: number, wanted: Assignment): Put<Assignment>[] => {
    const move = { position: index + 1, record: wanted };
    const displaced = list[index];
    const from = places.get(wanted.assignedCourseSerial);
    if (!displaced || from === index) return [move];
    // The version to be, where there is one: what was read beside another writer's transaction may be a moment old.
    const later = targetIndex.get(displaced.assignedCourseSerial) ?? -1;
    // Stryker disable next-line EqualityOperator: equal only where a serial stands twice; either copy may go
    const keeps = later > index ? target[later] : undefined;
    if (from !== undefined) return [move, { position: from + 1, record: keeps ?? displaced }];
    return keeps ? [move, { position: list.length + 1, record: keeps }] : [move];
  };

  const stopped = target.some(
    (wanted, index) => !isDeepStrictEqual(list[index], wanted) && !apply(movesTo(index, wanted)),
  );
  const shortest = stopped ? list.length : target.length;
  for (let changes = weights.size + 1; list.length > shortest && fits(changes, 0); changes += 1) list.pop();
  return difference(present, list);
};
