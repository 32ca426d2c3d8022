import type { ApiEvent } from "./chain.ts";
import { partsOf } from "./routes.ts";

/** The characters of an API mapping's key and of a stage's name: none that could end a URL in a header. */
const BASE = "(?:/[\\w.~$+!*'()-]+)*";

/**
 * What stands before a route's own path in the request's.
 *
 * - The gateway's own address (`<apiId>.execute-api.…`) with the stage `$default`: nothing. With a named stage: `/<stage>`.
 * - A custom domain: AWS documents that format 2.0 leaves out an API mapping's key, and a named stage still stands there,
 *   which no caller sent. A key that is there all the same is accepted, since nothing in the event tells it from a path
 *   that does not exist.
 *
 * @returns it, beginning with `/` unless it is empty; `undefined` if the request has another path than the route
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const basePathOf = ({ rawPath, requestContext }: ApiEvent, route: string): string | undefined => {
  const template = partsOf(route).path.replace(/\{\w+\}/g, "[^/]+");
  const [, base] = new RegExp(`^(${BASE})${template}$`).exec(rawPath) ?? [];
  if (base === undefined || isCustomDomain(requestContext)) return base;
  return base === stagePathOf(requestContext) ? base : undefined;
};

/**
 * @param configured the URL that callers see, if it is known; without a slash at the end
 * @returns the configured URL; if there is none, or only the name of the event's own domain, that domain with the
 *   base path as far as the event has it. Without a slash at the end
 */
export const publicUrlOf = (event: ApiEvent, configured?: string): string => {
  const { requestContext, routeKey } = event;
  const domain = `https://${requestContext.domainName}`;
  if (configured !== undefined && configured !== domain) return configured;
  const base = basePathOf(event, routeKey) ?? "";
  return isCustomDomain(requestContext) && base === stagePathOf(requestContext) ? domain : `${domain}${base}`;
};

type RequestContext = ApiEvent["requestContext"];

const isCustomDomain = ({ apiId, domainName }: RequestContext): boolean =>
  // A hand-written event may lack the name.
  !`${domainName}`.startsWith(`${apiId}.execute-api.`);

const stagePathOf = ({ stage }: RequestContext): string => (stage === "$default" ? "" : `/${stage}`);
