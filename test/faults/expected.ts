import { type FaultName, faults, type Span } from "./faults.ts";

/**
 * What is struck: whose call, and what the instance had before. The list endpoint needs DynamoDB and the key set, the
 * token endpoint the provider alone, and once it has a token, nothing. A warm instance of the list endpoint has what it
 * searched in memory, and still answers nothing without a call.
 */
export const targets = {
  "list, cold": { fn: "course-activity", host: "dynamodb", warm: false, search: false },
  "list, warm": { fn: "course-activity", host: "dynamodb", warm: true, search: false },
  "search, cold": { fn: "course-activity", host: "dynamodb", warm: false, search: true },
  "search, warm": { fn: "course-activity", host: "dynamodb", warm: true, search: true },
  "key set, cold": { fn: "course-activity", host: "provider", warm: false, search: false },
  "key set, warm": { fn: "course-activity", host: "provider", warm: true, search: false },
  token: { fn: "oauth-token", host: "provider", warm: false, search: false },
  "token, kept": { fn: "oauth-token", host: "provider", warm: true, search: false },
} as const;
export type Target = keyof typeof targets;

/** What the caller sees (200, or the errorCode) after so many attempts. */
export type Cell = `${number} after ${number}` | `${number} after ${number} or ${number}`;
type Row = { readonly faults: readonly FaultName[] } & Readonly<Record<Span, Cell>>;

const row = (once: Cell, second: Cell, ever: Cell, ...struck: readonly FaultName[]): Row => ({
  faults: struck,
  once,
  "for a second": second,
  "for ever": ever,
});

const EVERY = Object.keys(faults) as FaultName[];
const REFUSALS = ["refused", "name unknown"] as const;
const BROKEN = ["reset in its middle", "half a body"] as const;
const SLOW = ["stalled", "3 s late", "30 s late"] as const;

/** What reads a list, be it a page or a search, makes the same calls of a cold instance: the client's row, then the list. */
const COLD_LIST = [
  row("200 after 2", "200 after 2", "200 after 2", "50 ms late"),
  row("200 after 3", "200 after 4", "160 after 3", "throttled"),
  row("200 after 3", "160 after 3", "160 after 3", "internal error", "not JSON"),
  row("200 after 3", "160 after 3", "160 after 3", "reset before the answer", ...BROKEN),
  row("200 after 3", "200 after 3 or 4", "160 after 3", "1 s late", ...SLOW, "dripping"),
  row("200 after 2", "160 after 4", "160 after 4", ...REFUSALS),
  row("200 after 2", "200 after 3 or 4", "160 after 3", "name not answered"),
  row("190 after 1", "190 after 1", "190 after 1", "400 for good"),
];

/** And one call of a warm one: the page, or the header of the list that it has in memory. */
const WARM_LIST = [
  row("200 after 1", "200 after 1", "200 after 1", "50 ms late"),
  row("200 after 2", "200 after 3", "160 after 3", "throttled"),
  row("200 after 2", "160 after 3", "160 after 3", "internal error", "not JSON"),
  row("200 after 2", "160 after 3", "160 after 3", "reset before the answer", ...BROKEN, ...REFUSALS),
  row("200 after 2", "200 after 2 or 3", "160 after 3", "1 s late", ...SLOW, "name not answered", "dripping"),
  row("190 after 1", "190 after 1", "190 after 1", "400 for good"),
];

export const expected: Readonly<Record<Target, readonly Row[]>> = {
  "list, cold": COLD_LIST,
  "list, warm": WARM_LIST,
  "search, cold": COLD_LIST,
  "search, warm": WARM_LIST,
  "key set, cold": [
    row("200 after 1", "200 after 1", "200 after 1", "50 ms late", "1 s late"),
    row("200 after 2", "160 after 2", "160 after 2", "throttled", "internal error", "400 for good", "not JSON"),
    row("200 after 2", "160 after 2", "160 after 2", ...BROKEN),
    row("200 after 2", "160 after 4", "160 after 4", "reset before the answer", ...REFUSALS),
    row("200 after 2", "200 after 2", "160 after 4", "name not answered"),
    row("200 after 2", "200 after 2", "160 after 2", ...SLOW, "dripping"),
  ],
  "key set, warm": [row("200 after 0", "200 after 0", "200 after 0", ...EVERY)],
  token: [
    row("200 after 1", "200 after 1", "200 after 1", "50 ms late", "1 s late"),
    row("200 after 2", "160 after 2", "160 after 2", "reset before the answer", ...REFUSALS),
    row("200 after 2", "200 after 2", "160 after 2", "name not answered"),
    row("160 after 1", "160 after 1", "160 after 1", "throttled", "internal error", "not JSON"),
    row("160 after 1", "160 after 1", "160 after 1", ...BROKEN, ...SLOW, "dripping"),
    row("190 after 1", "190 after 1", "190 after 1", "400 for good"),
  ],
  "token, kept": [row("200 after 0", "200 after 0", "200 after 0", ...EVERY)],
};
