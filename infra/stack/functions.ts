import { CHANGES_ROUTE, FALLBACK_ROUTE, listRoute, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
import { categories } from "../../functions/shared/store/categories.ts";

type FunctionSettings = {
  /** The route keys that the API sends to this function. */
  readonly routes: readonly string[];
  /**
   * Seconds. More than the longest waits of one request together (key set, client registry, list: the values are in
   * `provider.ts` and `deadline.ts` of `functions/shared`), less than API Gateway's limit of 30 s.
   */
  readonly timeoutSeconds: number;
};

/** The Lambda functions: each is a folder in `functions/` with the entry `index.ts`. */
export const functions = {
  // One function for all lists: their cold starts are one pool.
  "course-activity": {
    routes: [...Object.values(categories).map(listRoute), CHANGES_ROUTE, FALLBACK_ROUTE],
    timeoutSeconds: 10,
  },
  "oauth-token": { routes: [TOKEN_ROUTE], timeoutSeconds: 10 },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];
