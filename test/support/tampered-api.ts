import { afterAll, beforeAll, expect, it } from "vitest";
import { categories } from "../../functions/shared/store/categories.ts";
import { type Stack, startStack } from "../../infra/local/stack.ts";
import { on, type Wanted } from "./smoke-breakages.ts";
import { checksOf, smoke, smokeOf } from "./smoke-run.ts";
import { startTamperingProxy, type Tamper } from "./tampering-proxy.ts";

/** A change to the answers, and the first remark of the first check that must fail. */
type Cases = Readonly<Record<string, readonly [tamper: Tamper, remark: string | RegExp]>>;

type Noticed = {
  /** The requests whose answers are changed. */
  readonly on: Wanted;
  /** The checks that must fail; all others must pass … */
  readonly failed: readonly string[];
  /** … except these, which must not run. */
  readonly notRun?: readonly string[];
};

/** The whole local stack behind a proxy that changes answers for a test. Call it at the top of a test file. */
export const tamperedApi = () => {
  let stack: Stack;
  let proxy: Awaited<ReturnType<typeof startTamperingProxy>>;
  beforeAll(async () => {
    stack = await startStack({ log: () => {} });
    proxy = await startTamperingProxy(stack.url);
  });
  afterAll(() => Promise.all([proxy.stop(), stack.stop()]));

  const smokeWith = async (tamper: Tamper, ...args: string[]) => {
    proxy.tamper(tamper);
    return smoke(proxy.url, ...args);
  };
  /** Without the checks of the other lists, which takes less time. */
  const smokeListWith = async (list: string, tamper: Tamper, ...args: string[]) => {
    proxy.tamper(tamper);
    return smokeOf(checksOf(list), proxy.url, ...args);
  };
  return {
    url: () => proxy.url,
    smokeWith,
    smokeListWith,
    /**
     * Defines a test for each case: exactly these checks fail, and the first one says why. If they are all of one list, the
     * checks of the others are left out.
     */
    notices: ({ on: wanted, failed, notRun = [] }: Noticed, cases: Cases) =>
      it.each(Object.entries(cases))(`${failed[0]}: %s`, async (_, [tamper, remark]) => {
        const [list = "", ...others] = new Set(failed.map((name) => name.split(": ")[0]));
        const isOfOne = others.length === 0 && list in categories;
        const seen = await (isOfOne ? smokeListWith(list, on(wanted, tamper)) : smokeWith(on(wanted, tamper)));
        expect(seen.failed).toEqual(failed);
        expect(seen.notRun).toEqual(notRun);
        const [first] = seen.remarks(failed[0] ?? "");
        expect(first).toEqual(typeof remark === "string" ? remark : expect.stringMatching(remark));
        expect(seen.table).toMatch(new RegExp(`^│ ${failed[0]} +│ FAIL +│`, "m"));
      }),
  };
};
