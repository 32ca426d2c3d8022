import { setTimeout as pause } from "node:timers/promises";
import type {
  GetItemCommandInput,
  GetItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import aws4 from "aws4";
import { ConnectionError, exchange, keepingAgent } from "../auth/http-client.ts";
import type { AwsEnvironment } from "../environment.ts";
import { isUnavailable } from "../store/storage-errors.ts";

/** How often a call is tried that failed for a reason which may pass. */
const ATTEMPTS = 3;
/** Milliseconds that a pause between two attempts has at the most; the next one twice as many. */
const FIRST_PAUSE_MS = 50;
/** Milliseconds until a connection must stand, TLS included. */
const CONNECT_MS = 500;
/** Milliseconds from the start of one attempt to the last byte of its answer. */
const ATTEMPT_MS = 800;
/** DynamoDB answers 1 MB of items at the most, which JSON can make several times as large. */
const MAX_BYTES = 16_000_000;

type CallOptions = { readonly abortSignal?: AbortSignal };

/** The calls that a page takes. The SDK's `DynamoDB` class has them, too. */
export type DynamoDBReads = {
  getItem(input: GetItemCommandInput, options?: CallOptions): Promise<Omit<GetItemCommandOutput, "$metadata">>;
  query(input: QueryCommandInput, options?: CallOptions): Promise<Omit<QueryCommandOutput, "$metadata">>;
};

/**
 * The DynamoDB client of a function, for reading alone. The SDK's takes half of a cold start; this one signs with
 * `aws4` and sends with Node's own client. No call can hang: there are three attempts of 0.8 s at the most, 0.5 s of that
 * to connect. Binary attributes stay the base64 that DynamoDB's JSON has.
 *
 * @throws {Error} if the environment's endpoint is no http or https URL
 */
export const createDynamoDB = (env: AwsEnvironment): DynamoDBReads & { connect(): void } => {
  const { region, endpoint = endpointOf(region), credentials } = env;
  const url = endpointUrl(endpoint);
  const agent = keepingAgent(url);
  const limits = { connectMs: CONNECT_MS, attemptMs: ATTEMPT_MS, maxBytes: MAX_BYTES };

  const signed = (operation: string, body: string): Record<string, string> => {
    const type = { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `DynamoDB_20120810.${operation}` };
    const { headers } = aws4.sign(
      { service: "dynamodb", region, host: url.host, path: url.pathname, headers: type, body },
      credentials,
    );
    return headers as Record<string, string>;
  };

  const attempt = async (operation: string, body: string, first: boolean, { abortSignal: signal }: CallOptions) => {
    const request = { method: "POST", headers: signed(operation, body), body, ...(signal && { signal }) } as const;
    // Again on a connection of its own: those kept since the last request may all have been closed by the server.
    return outputOf(await exchange(url, { ...request, agent: first && agent, ...limits }));
  };

  const call = async (operation: string, input: object, options: CallOptions = {}) => {
    const body = JSON.stringify(input);
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(operation, body, attempts === 1, options);
      } catch (error) {
        if (attempts === ATTEMPTS || options.abortSignal?.aborted || !isUnavailable(error)) throw error;
        // Mostly a kept connection that the server had closed: DynamoDB itself has not said that it needs a pause.
        if (attempts === 1 && error instanceof ConnectionError) continue;
      }
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** (attempts - 1), undefined, { signal: options.abortSignal });
    }
  };

  return {
    getItem: (input, options) => call("GetItem", input, options),
    query: (input, options) => call("Query", input, options),
    /**
     * Opens the connection that the first call will take: where a round trip takes 4 ms, that is 4 ms of a cold start. A
     * failure is left to that call.
     */
    connect: () => void exchange(url, { agent, ...limits }).catch(() => {}),
  };
};

const endpointUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new Error(`AWS_ENDPOINT_URL_DYNAMODB is no http(s) URL: ${text}`);
  }
  return url;
};

/** In the commercial regions, GovCloud and China; those of other partitions have to be given. */
const endpointOf = (region: string): string =>
  `https://dynamodb.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;

/** @throws what DynamoDB says of a call that failed, as the SDK would */
const outputOf = ({ status, body }: { readonly status: number; readonly body: Buffer }) => {
  const output = parse(body, status);
  if (status === 200) return output;
  const type = `${output.__type ?? ""}`;
  throw Object.assign(new Error(output.message), {
    name: type.slice(type.indexOf("#") + 1),
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
  });
};

const parse = (body: Buffer, status: number) => {
  try {
    const output = JSON.parse(body.toString());
    if (typeof output !== "object" || output === null || Array.isArray(output)) throw new SyntaxError("No JSON object");
    return output;
  } catch (error) {
    throw Object.assign(error as SyntaxError, { $metadata: { httpStatusCode: status } });
  }
};
