import type { Context } from "aws-lambda";
import type { ApiEvent } from "../../functions/shared/http/chain.ts";
import { CHANGES_ROUTE, listRoute, partsOf, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../functions/shared/store/categories.ts";

type Changes = {
  routeKey?: string;
  method?: string;
  rawPath?: string;
  rawQueryString?: string;
  pathParameters?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
};

/** A new gateway event in payload format 2.0; each test changes the fields that it tests. */
export const apiEvent = (changes: Changes = {}): ApiEvent => {
  const { method = "GET", routeKey = "$default", rawPath = "/", rawQueryString = "", headers, ...others } = changes;
  const query = new URLSearchParams(rawQueryString);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    headers: { host: "api.example.com", ...headers },
    ...(rawQueryString && {
      queryStringParameters: Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key).join(",")])),
    }),
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      domainName: "api.example.com",
      domainPrefix: "api",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "request-1",
      routeKey,
      stage: "$default",
      time: "23/Nov/2026:00:00:00 +0000",
      timeEpoch: 1_795_392_000_000,
    },
    isBase64Encoded: false,
    ...others,
  };
};

type ListChanges = {
  category?: Category;
  employeeID?: string;
  query?: string;
  token?: string;
  headers?: Record<string, string>;
};

/** A request for a page of a category's list, webinar unless another is given. */
export const listEvent = ({
  category = categories.webinar,
  employeeID = "EMPLY1",
  query = "page=1&pageSize=10",
  token,
  headers,
}: ListChanges = {}) => {
  const routeKey = listRoute(category);
  return apiEvent({
    routeKey,
    rawPath: partsOf(routeKey).path.replace("{employeeID}", () => encodeURIComponent(employeeID)),
    rawQueryString: query,
    ...(category.owner === "employee" && { pathParameters: { employeeID } }),
    headers: { ...(token !== undefined && { authorization: token }), ...headers },
  });
};

/** A request for a page of changes. */
export const changesEvent = ({ query = "pageSize=10", token, headers }: Omit<ListChanges, "category"> = {}) =>
  apiEvent({
    routeKey: CHANGES_ROUTE,
    rawPath: partsOf(CHANGES_ROUTE).path,
    rawQueryString: query,
    headers: { ...(token !== undefined && { authorization: token }), ...headers },
  });

export const tokenEvent = (body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) =>
  apiEvent({
    routeKey: TOKEN_ROUTE,
    method: "POST",
    rawPath: "/oauth/token",
    headers,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

/** Lambda's context; the remaining time is always `remainingMs`. */
export const lambdaContext = (remainingMs = 10_000): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: "function",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:ap-southeast-3:000000000000:function:function",
  memoryLimitInMB: "512",
  awsRequestId: "invocation-1",
  logGroupName: "group",
  logStreamName: "stream",
  getRemainingTimeInMillis: () => remainingMs,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

/** A log that records its lines. */
export const keepingLog = () => {
  const lines: Record<string, unknown>[] = [];
  const errors: Record<string, unknown>[] = [];
  return {
    lines,
    errors,
    info: (line: Record<string, unknown>) => void lines.push(line),
    error: (line: Record<string, unknown>) => {
      lines.push(line);
      errors.push(line);
    },
  };
};
