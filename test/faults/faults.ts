import { setTimeout as pause } from "node:timers/promises";
import type { Fate } from "../support/fault-proxy.ts";
import { answers, breaksOff, drips, endsEarly, stalls } from "../support/provider-stub.ts";
import type { Host, LookupFate } from "./conditions.ts";

/** What goes wrong, with a call or with the look-up of the host's name before it; and what the log says of it. */
export type Fault = { readonly log: Readonly<Record<Host, RegExp>> } & (
  | { readonly lookup: LookupFate }
  | { readonly call: Readonly<Record<Host, () => Fate | Promise<Fate>>> }
);

const storage = (what: string) => new RegExp(`^storage ${what}$`);
const provider = (what: string) => new RegExp(`^identity provider ${what}$`);
const both = (what: string) => ({ dynamodb: storage(what), provider: provider(what) });
const status = (code: number) => new RegExp(`^(key set|identity provider): status ${code}$`);

const call = (fate: Fate, log: Fault["log"]): Fault => ({ call: { dynamodb: () => fate, provider: () => fate }, log });
const answer = (dynamodb: Fate, other: Fate, log: Fault["log"]): Fault => ({
  call: { dynamodb: () => dynamodb, provider: () => other },
  log,
});
/** DynamoDB has 0.8 s for an answer and 2.7 s for all attempts, the provider 2 s for an answer. */
const OUT_OF_TIME = { dynamodb: storage("(ETIMEDOUT|AbortError)"), provider: provider("ETIME") };
const delay = (milliseconds: number): Fault => {
  const late = () => pause(milliseconds, "pass" as const, { ref: false });
  return { call: { dynamodb: late, provider: late }, log: OUT_OF_TIME };
};

/** Every fault, under the name that the tables have for it. */
export const faults = {
  throttled: answer(
    { status: 400, type: "ThrottlingException", message: "Rate of requests exceeds the allowed throughput." },
    answers(429, { error: "temporarily_unavailable" }),
    { dynamodb: storage("ThrottlingException"), provider: status(429) },
  ),
  "internal error": answer(
    { status: 500, type: "InternalServerError", message: "Internal server error" },
    answers(500, { error: "server_error" }),
    { dynamodb: storage("InternalServerError"), provider: status(500) },
  ),
  "400 for good": answer(
    { status: 400, type: "ValidationException", message: "A key is not valid" },
    answers(400, { error: "invalid_request" }),
    { dynamodb: /^ValidationException$/, provider: status(400) },
  ),
  "not JSON": call(answers(200, "<html>Welcome</html>", { "Content-Type": "text/html" }), {
    dynamodb: storage("SyntaxError"),
    provider: /^(key set: not valid|identity provider: status 200)$/,
  }),
  refused: { lookup: "refused", log: both("ECONNREFUSED") },
  "name unknown": { lookup: "unknown", log: both("ENOTFOUND") },
  // The SDK gives no code to a connection that does not come about in time.
  "name not answered": {
    lookup: "silent",
    log: { dynamodb: storage("(TimeoutError|AbortError)"), provider: provider("ETIMEDOUT") },
  },
  "reset before the answer": call("before", both("ECONNRESET")),
  "reset in its middle": call(breaksOff, both("ECONNRESET")),
  "half a body": call(endsEarly, both("ECONNRESET")),
  stalled: call(stalls, OUT_OF_TIME),
  dripping: call(drips, OUT_OF_TIME),
  "50 ms late": delay(50),
  "1 s late": delay(1_000),
  "3 s late": delay(3_000),
  "30 s late": delay(30_000),
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof faults;

/** How long a fault lasts from when it first strikes, in milliseconds; 0 is that one call alone. */
export const spans = {
  once: 0,
  // A timer may fire a moment early, and what it starts then must be past the second.
  "for a second": 990,
  "for ever": Number.POSITIVE_INFINITY,
} as const;
export type Span = keyof typeof spans;

/** @returns whether a fault strikes, which is asked at each call */
export const lasting = (milliseconds: number) => {
  let first: number | undefined;
  return (): boolean => {
    const now = performance.now();
    if (first !== undefined) return now - first < milliseconds;
    first = now;
    return true;
  };
};
