import { type Category, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { MAX_SEARCHED } from "../../../functions/shared/store/search-store.ts";
import type { Plan } from "../../store/plans.ts";

/** A change that would make a list longer than it may be. */
export class ListTooLong extends Error {
  readonly total: number;
  readonly bound: number;
  constructor(total: number, bound: number) {
    super(`${total} records, at most ${bound}`);
    this.total = total;
    this.bound = bound;
  }
}

/** How many records a list of the category may have, if there is a bound: a company's own list is searched as a whole. */
export const boundOf = ({ owner }: Category): number | undefined => (owner === "company" ? MAX_SEARCHED : undefined);

/**
 * Holds a plan's list within a bound. It is checked on every list that the plan is given, so also after a lost race. A
 * list that is too long already may be changed as long as it does not grow.
 *
 * @param replaces whether the plan removes all records but the `given` ones
 * @returns a plan that throws a `ListTooLong`, before its first step unless another writer adds records meanwhile
 */
export const bounded =
  (plan: Plan<object>, replaces: boolean, category: Category, given: readonly object[], bound: number): Plan<object> =>
  (list) => {
    const keyOf = (record: object) => recordKeyOf(category, record);
    const kept = replaces ? [] : list.records;
    const total = new Set([...kept, ...given].map(keyOf)).size;
    if (total > Math.max(bound, list.records.length)) throw new ListTooLong(total, bound);
    return plan(list);
  };
