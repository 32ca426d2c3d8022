import { type RouteKey, routes } from "../../functions/shared/http/routes.ts";

type FunctionSettings = {
  /** The route keys that the gateway sends to it. */
  readonly routes: readonly RouteKey[];
  /**
   * Seconds. Above the sum of what one request may wait for (key set, client registry, list: `auth/provider.ts` and
   * `deadline.ts` have the figures), below API Gateway's own 30.
   */
  readonly timeoutSeconds: number;
};

/** The Lambda functions, each a folder of `functions/` with its entry in `index.ts`. */
export const functions = {
  "webinar-activity": { routes: [routes.webinarActivity, routes.fallback], timeoutSeconds: 10 },
  "oauth-token": { routes: [routes.oauthToken], timeoutSeconds: 10 },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];
