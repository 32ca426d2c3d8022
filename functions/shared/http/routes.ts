/** The API's routes, spelled as API Gateway's route keys: the functions and whatever routes to them read them here. */
export const routes = {
  webinarActivity: "GET /ruangkerja/dashboard/users/{employeeID}/courses/webinar",
  oauthToken: "POST /oauth/token",
  /** Whatever no other route takes. */
  fallback: "$default",
} as const;

export type RouteKey = (typeof routes)[keyof typeof routes];

const patterns = [routes.webinarActivity, routes.oauthToken].map((key) => {
  // Stryker disable next-line StringLiteral: each key has both parts, which its type does not know
  const [method = "", template = ""] = key.split(" ");
  return { method, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`) };
});

/**
 * @param path a request's path, as the gateway gives it
 * @returns the methods that some route has for it; none if there is no such endpoint
 */
export const methodsOf = (path: string): string[] =>
  patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
