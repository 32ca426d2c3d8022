import { type Check, type Result, runChecks } from "../commands/smoke/check.ts";
import { openRefusals } from "../commands/smoke/refusal-checks.ts";
import { checks } from "../commands/smoke/run.ts";
import type { Send } from "../commands/smoke/send.ts";
import { tokenRefusals } from "../commands/smoke/token-checks.ts";

/** A client and an employee whose lists may be read: made for this, of a company without real people. */
export type CheckCredentials = {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly employeeID: string;
};

/** What needs no token: every refusal before a token, and those of the token's route. */
export const checksWithoutToken: readonly Check[] = [...openRefusals, ...tokenRefusals];

/** Nobody has these: they only make the requests whole. */
const NOBODY: CheckCredentials = { clientID: "rollout-check", clientSecret: "-", employeeID: "ROLLOUT-CHECK" };

/**
 * Asks the new versions what the smoke test asks: everything with a token if there are credentials, else what is refused
 * without one.
 *
 * @param url the API's own, as it stands in links
 */
export const checkVersions = (
  { url, send }: { readonly url: string; readonly send: Send },
  credentials: CheckCredentials | undefined,
): Promise<Result[]> => {
  const session = { ...(credentials ?? NOBODY), url, send, pageSize: 10, maxPages: 5 };
  const chosen = credentials ? checks : checksWithoutToken;
  return runChecks(chosen, { ...session, firstPages: new Set(), walked: new Map() });
};
