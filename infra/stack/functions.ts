import { type RouteKey, routes } from "../../functions/shared/http/routes.ts";

type FunctionSettings = {
  /** The route keys that the API sends to this function. */
  readonly routes: readonly RouteKey[];
  /**
   * Seconds. More than the longest waits of one request together (key set, client registry, list: the values are in
   * `provider.ts` and `deadline.ts` of `functions/shared`), less than API Gateway's limit of 30 s.
   */
  readonly timeoutSeconds: number;
};

/** The Lambda functions: each is a folder in `functions/` with the entry `index.ts`. */
export const functions = {
  "webinar-activity": { routes: [routes.webinarActivity, routes.fallback], timeoutSeconds: 10 },
  "oauth-token": { routes: [routes.oauthToken], timeoutSeconds: 10 },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];
