import { type Result, runChecks, type Session } from "./check.ts";
import { listChecks } from "./list-checks.ts";
import type { SmokeOptions } from "./options.ts";
import { garbled, openRefusals, refusals } from "./refusal-checks.ts";
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

export const checks = [tokenCheck, ...openRefusals, ...tokenRefusals, ...listChecks, ...walkChecks, ...refusals];

/**
 * Checks the API at `options.url`, one request at a time.
 *
 * @param signal aborted, it rejects with the signal's reason
 */
export const runSmoke = async (options: SmokeOptions, signal: AbortSignal): Promise<SmokeReport> => {
  const start = performance.now();
  const session: Session = { ...options, send: createSend({ timeoutMs: options.timeoutMs, signal }) };
  const results = await runChecks(checks, session);
  const tokens = session.token === undefined ? [] : [session.token, garbled(session.token)];
  return {
    url: options.url,
    results,
    milliseconds: Math.round(performance.now() - start),
    secrets: [options.clientSecret, ...tokens],
  };
};
