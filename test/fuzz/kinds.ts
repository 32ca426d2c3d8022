import type fc from "fast-check";
import { bigBodies, tokenBodies } from "./kinds/bodies.ts";
import { headers, wrongMethods } from "./kinds/headers.ts";
import { documented, parameters, paths } from "./kinds/list-requests.ts";
import { malformed } from "./kinds/malformed.ts";
import { tokens } from "./kinds/tokens.ts";
import type { Sent } from "./request.ts";

/** A kind of input, a row of the matrix. */
export type Kind = {
  readonly requests: fc.Arbitrary<Sent>;
  /** Its part of all requests. */
  readonly share: number;
  /** The statuses with which the gateway may refuse such a request itself, as API Gateway does. */
  readonly gateway: readonly number[];
};

export const kinds: Readonly<Record<string, Kind>> = {
  "documented requests": { requests: documented, share: 0.1, gateway: [] },
  "query parameters": { requests: parameters, share: 0.15, gateway: [400, 431] },
  paths: { requests: paths, share: 0.18, gateway: [400] },
  tokens: { requests: tokens, share: 0.1, gateway: [431] },
  headers: { requests: headers, share: 0.15, gateway: [400, 431] },
  "wrong methods": { requests: wrongMethods, share: 0.07, gateway: [400] },
  "token bodies": { requests: tokenBodies, share: 0.149, gateway: [] },
  "big bodies": { requests: bigBodies, share: 0.001, gateway: [413] },
  "malformed HTTP": { requests: malformed, share: 0.1, gateway: [400] },
};

/** What the gateway may refuse a request of the corpus with, whose kind is not known. */
export const anyGatewayStatus: readonly number[] = [...new Set(Object.values(kinds).flatMap(({ gateway }) => gateway))];
