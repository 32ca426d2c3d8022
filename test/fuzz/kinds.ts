import type fc from "fast-check";
import { allCategories } from "../support/records.ts";
import { bigBodies, tokenBodies } from "./kinds/bodies.ts";
import { changes } from "./kinds/changes.ts";
import { headers, wrongMethods } from "./kinds/headers.ts";
import { documentedOf, parameters, paths } from "./kinds/list-requests.ts";
import { malformed } from "./kinds/malformed.ts";
import { searches } from "./kinds/searches.ts";
import { tokens } from "./kinds/tokens.ts";
import type { Sent } from "./request.ts";

/** A kind of input, a row of the matrix. */
export type Kind = {
  readonly requests: fc.Arbitrary<Sent>;
  /** Its part of all requests. */
  readonly share: number;
  /** The statuses with which the gateway may refuse such a request itself, as API Gateway does. */
  readonly gateway: readonly number[];
  /** The outcomes that its own requests must bring about. */
  readonly reaches?: readonly string[];
};

const documentedKinds = allCategories.map((category): [string, Kind] => [
  `documented, ${category.name}`,
  {
    requests: documentedOf(category),
    share: 0.1 / allCategories.length,
    gateway: [],
    reaches: ["200", "304", "123", "124", ...(category.owner === "employee" ? ["130"] : [])],
  },
]);

export const kinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(documentedKinds),
  changes: { requests: changes, share: 0.1, gateway: [400], reaches: ["200", "304", "110", "123", "124"] },
  searches: { requests: searches, share: 0.08, gateway: [400], reaches: ["200", "304", "110"] },
  "query parameters": { requests: parameters, share: 0.11, gateway: [400, 431] },
  paths: { requests: paths, share: 0.14, gateway: [400] },
  tokens: { requests: tokens, share: 0.08, gateway: [431] },
  headers: { requests: headers, share: 0.11, gateway: [400, 431] },
  "wrong methods": { requests: wrongMethods, share: 0.06, gateway: [400] },
  "token bodies": { requests: tokenBodies, share: 0.129, gateway: [] },
  "big bodies": { requests: bigBodies, share: 0.001, gateway: [413] },
  "malformed HTTP": { requests: malformed, share: 0.09, gateway: [400] },
};

/** What the gateway may refuse a request of the corpus with, whose kind is not known. */
export const anyGatewayStatus: readonly number[] = [...new Set(Object.values(kinds).flatMap(({ gateway }) => gateway))];
