import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Refusal } from "./answer.ts";
import type { RouteMatch } from "./event.ts";

/** Calls a function; rejects if it fails, crashes or times out. */
type Invoke = (event: APIGatewayProxyEventV2) => Promise<unknown>;

/** A function for each route key: `GET /users/{id}`, `$default`. */
export type Routes = Readonly<Record<string, Invoke>>;

export type FindRoute = (method: string, path: string) => (RouteMatch & { readonly invoke: Invoke }) | undefined;

type Template = {
  readonly routeKey: string;
  readonly invoke: Invoke;
  readonly method: string;
  readonly segments: string[];
};

const ROUTE_KEY = /^(?<method>DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (?<path>\/[^\s+]*)$/;
const VARIABLE = /^\{(?<name>[^{}]+)\}$/;

/**
 * Finds routes as an HTTP API does: the most specific matching route with the method, else `$default`, else none.
 *
 * @throws {TypeError} for an invalid route key, and for the unsupported `ANY` and `{proxy+}`
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export const compileRoutes = ({ $default: fallback, ...routes }: Routes): FindRoute => {
  const templates = Object.entries(routes)
    .map(([routeKey, invoke]) => parseRouteKey(routeKey, invoke))
    .sort((one, other) => variables(one) - variables(other));
  return (method, path) => {
    const segments = decodeSegments(path);
    for (const template of templates) {
      const pathParameters = template.method === method && matchSegments(template.segments, segments);
      if (pathParameters) return { routeKey: template.routeKey, pathParameters, invoke: template.invoke };
    }
    return fallback && { routeKey: "$default", pathParameters: {}, invoke: fallback };
  };
};

const parseRouteKey = (routeKey: string, invoke: Invoke): Template => {
  const { method, path } = ROUTE_KEY.exec(routeKey)?.groups ?? {};
  if (!method || !path) throw new TypeError(`Not a route key: ${routeKey}`);
  return { routeKey, invoke, method, segments: path.split("/") };
};

const variables = ({ segments }: Template): number => segments.filter((segment) => VARIABLE.test(segment)).length;

/**
 * Splits first and then decodes once, so that an encoded slash stays inside its segment. A broken percent-encoding is 400
 * on every route: by observation, API Gateway itself refuses it too.
 */
const decodeSegments = (path: string): string[] => {
  try {
    return path.split("/").map((segment) => decodeURIComponent(segment));
  } catch (cause) {
    throw new Refusal(400, { cause });
  }
};

/** @returns the variables' values, or undefined if the path does not match; an empty segment does not match a variable */
const matchSegments = (
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined => {
  if (template.length !== segments.length) return undefined;
  const values: [string, string][] = [];
  for (const [at, expected] of template.entries()) {
    const name = VARIABLE.exec(expected)?.groups?.["name"];
    const segment = segments[at];
    if (name && segment) values.push([name, segment]);
    else if (segment !== expected || name) return undefined;
  }
  return Object.fromEntries(values);
};
