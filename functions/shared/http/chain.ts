import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type * as z from "zod/mini";
import type { Diagnosis } from "../errors/api-error.ts";
import type { Cause } from "../errors/describe-cause.ts";

export type ApiEvent = APIGatewayProxyEventV2;
export type ApiResult = APIGatewayProxyStructuredResultV2;
export type ApiHandler = (event: ApiEvent, context: Context) => Promise<ApiResult>;

/**
 * What the one log line of a request may say. Never in it: a token, a secret, an employee's ID, a text that a person
 * wrote. Whoever counts or filters lines relies on these names.
 */
export type RequestLine = {
  route: string;
  requestId: string;
  start: "cold" | "warm";
  status?: number;
  errorCode?: number;
  client?: string;
  company?: string;
  page?: number;
  pageSize?: number;
  /** Assignments in the answer. */
  returned?: number;
  /** Assignments in the list. */
  total?: number;
  /** DynamoDB read units that the list's reads consumed. */
  readUnits?: number;
  /** Milliseconds from the handler's start to its answer. */
  ms?: number;
} & Diagnosis &
  Cause;

/** What `logRequest` adds to the event. */
export type Logged = { line: RequestLine; receivedAt: number };

/** What `parseJson` adds to the event. */
export type Parsed = { json?: unknown };

/** What `validate` adds to the event. */
export type Validated<Schema extends z.ZodMiniType> = { input: z.output<Schema> };

/**
 * @returns the chain as the Lambda handler it is. Its own event type also has what its middlewares add for one another
 * (`Logged`, `Authenticated`, `Validated`); from outside comes the plain event, which is why the type is asserted.
 */
export const asLambda = <Event extends ApiEvent>(
  chain: (event: Event, context: Context) => Promise<ApiResult>,
): ApiHandler => chain as ApiHandler;
