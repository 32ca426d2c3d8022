import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setEnvironmentData } from "node:worker_threads";

/** What becomes of a look-up of a host's name: it leads where nobody listens, fails, or has no answer. */
export type LookupFate = "refused" | "unknown" | "silent";
const kinds: Readonly<Record<LookupFate, number>> = { refused: 1, unknown: 2, silent: 3 };

/** Of each host: the kind of fate, how long it lasts, when it first struck, and how many look-ups there were. */
const places = { dynamodb: 1, provider: 5 } as const;
export type Host = keyof typeof places;

/** The names that an instance looks up; the provider's must be loopback's own. */
export const hostNames: Readonly<Record<Host, string>> = { dynamodb: "dynamodb.test", provider: "localhost" };

/** The clock and the name server of one instance. `env` puts them into its environment. */
export const createConditions = () => {
  const id = randomUUID();
  const shared = new Float64Array(new SharedArrayBuffer(9 * Float64Array.BYTES_PER_ELEMENT));
  setEnvironmentData(id, shared.buffer);
  return {
    env: { FAULT_CONDITIONS: id, NODE_OPTIONS: `--require "${join(import.meta.dirname, "conditions.cjs")}"` },
    /** @param milliseconds by which the instance's clock is ahead */
    setClock(milliseconds: number) {
      shared[0] = milliseconds;
    },
    /** From the next look-up on, for so many milliseconds; 0 is that one alone. */
    strike(host: Host, fate: LookupFate, milliseconds: number) {
      shared.set([kinds[fate], milliseconds, 0], places[host]);
    },
    /** Forgets that, and the look-ups. */
    reset() {
      shared.fill(0, 1);
    },
    /** One for each connection that was tried. */
    lookups: (host: Host): number => shared[places[host] + 3] ?? 0,
    /** The memory goes with the last instance. */
    stop: () => setEnvironmentData(id, undefined),
  };
};
