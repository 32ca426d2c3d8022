import { DynamoDB, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { retryTransport } from "../../../functions/shared/aws/retry-transport.ts";
import { localDynamoDB } from "../../local/aws.ts";
import { CommandError } from "../terminal/command.ts";

export type Endpoint = { readonly url: string; readonly loopback: boolean };

/** @throws {CommandError} unless it is the URL of a host, http or https */
export const parseEndpoint = (text: string): Endpoint => {
  const url = URL.parse(text);
  if (url?.username || url?.password) throw new CommandError("--endpoint must have no user name and no password.");
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new CommandError(`--endpoint must be a URL like http://localhost:8000, and it is "${text}".`);
  }
  return { url: url.href.replace(/\/$/, ""), loopback: /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname) };
};

/** The most calls that one command makes at a time. */
const sockets = { keepAlive: true, maxSockets: 64 };

/**
 * No call hangs: three attempts, each with 2 s to connect, 5 s until the answer starts, and 5 s without a byte in it.
 */
export const limits = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    // Without it the SDK only warns.
    throwOnRequestTimeout: true,
    socketTimeout: 5_000,
    httpAgent: sockets,
    httpsAgent: sockets,
  },
} satisfies DynamoDBClientConfig;

/**
 * A DynamoDB client for a command. On loopback it has the local engine's own credentials and region, whatever the shell
 * has set; otherwise those of the SDK's default chain.
 */
export const clientFor = (endpoint: Endpoint | undefined, region: string | undefined): DynamoDB => {
  const config = { ...limits, ...(region && { region }) };
  const client = endpoint?.loopback
    ? localDynamoDB(endpoint.url, config)
    : new DynamoDB({ ...config, ...(endpoint && { endpoint: endpoint.url }) });
  client.middlewareStack.use(retryTransport);
  // It copies all that is sent and received for a log that does not exist: a tenth of an import's processor time.
  client.middlewareStack.remove("loggerMiddleware");
  return client;
};
