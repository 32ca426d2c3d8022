import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Diagnosis } from "../errors/api-error.ts";
import type { Cause } from "../errors/describe-cause.ts";

export type ApiEvent = APIGatewayProxyEventV2;
export type ApiResult = APIGatewayProxyStructuredResultV2;
export type ApiHandler = (event: ApiEvent, context: Context) => Promise<ApiResult>;

/**
 * The fields of a request's one log line. It must never hold a token, a secret, an employee's ID or a text that a
 * person wrote. Metric filters and queries depend on these names.
 */
export type RequestLine = {
  route: string;
  requestId: string;
  start: "cold" | "warm";
  status?: number;
  errorCode?: number;
  client?: string;
  company?: string;
  /** Whether the provider issued the token for this request, which it bills, or the instance had kept it. */
  grant?: "issued" | "kept";
  page?: number;
  pageSize?: number;
  /** Records in the answer. */
  returned?: number;
  /** Records in the list, or those that a search selects. */
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
export type Validated<Input> = { input: Input };

/**
 * Types the chain as a Lambda handler. The chain's event type includes what its middlewares add to the event (`Logged`,
 * `Authenticated`, `Validated`); Lambda passes the plain event, so the type is asserted.
 */
export const asLambda = <Event extends ApiEvent>(
  chain: (event: Event, context: Context) => Promise<ApiResult>,
): ApiHandler => chain as ApiHandler;
