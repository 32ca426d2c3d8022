/** The API's routes as API Gateway route keys: one list for the functions, the stack and the local gateway. */
export const routes = {
  webinarActivity: "GET /ruangkerja/dashboard/users/{employeeID}/courses/webinar",
  oauthToken: "POST /oauth/token",
  /** Every request that matches no other route. */
  fallback: "$default",
} as const;

export type RouteKey = (typeof routes)[keyof typeof routes];

const patterns = [routes.webinarActivity, routes.oauthToken].map((key) => {
  // Stryker disable next-line StringLiteral: each key has both parts, which its type does not know
  const [method = "", template = ""] = key.split(" ");
  return { method, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`) };
});

/**
 * @param path a request's path, as the gateway passes it
 * @returns the methods of the routes with this path; empty if there is no such endpoint
 */
export const methodsOf = (path: string): string[] =>
  patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
