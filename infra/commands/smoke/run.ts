import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { changesChecks } from "./changes-checks.ts";
import { type Check, type Result, runChecks, type Session } from "./check.ts";
import { listChecks } from "./list-checks.ts";
import type { SmokeOptions } from "./options.ts";
import { garbled, openRefusals, refusals } from "./refusal-checks.ts";
import { searchChecks } from "./search-checks.ts";
import { createSend } from "./send.ts";
import { tokenCheck, tokenRefusals } from "./token-checks.ts";
import { walkChecks } from "./walk.ts";

export type SmokeReport = {
  readonly url: string;
  readonly results: readonly Result[];
  readonly milliseconds: number;
  /** What must not be shown, wherever it turns up. */
  readonly secrets: readonly string[];
};

export const checks = [
  tokenCheck,
  ...openRefusals,
  ...tokenRefusals,
  ...Object.values<Category>(categories).flatMap((category) => [
    ...listChecks(category),
    ...walkChecks(category),
    ...(category.owner === "company" ? searchChecks(category) : []),
  ]),
  ...changesChecks,
  ...refusals,
];

/**
 * Checks the API at `options.url`, one request at a time.
 *
 * @param signal aborted, it rejects with the signal's reason
 * @param chosen which checks; all unless given
 */
export const runSmoke = async (
  options: SmokeOptions,
  signal: AbortSignal,
  chosen: readonly Check[] = checks,
): Promise<SmokeReport> => {
  const start = performance.now();
  const session: Session = {
    ...options,
    send: createSend({ timeoutMs: options.timeoutMs, signal }),
    firstPages: new Set(),
    walked: new Map(),
  };
  const results = await runChecks(chosen, session);
  const tokens = session.token === undefined ? [] : [session.token, garbled(session.token)];
  return {
    url: options.url,
    results,
    milliseconds: Math.round(performance.now() - start),
    secrets: [options.clientSecret, ...tokens],
  };
};
