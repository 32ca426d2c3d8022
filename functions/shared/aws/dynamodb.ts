import type { Agent } from "node:http";
import { isIP, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AwsEnvironment } from "../environment.ts";
import { keepingAgent } from "../http-client.ts";
import { retryTransport } from "./retry-transport.ts";

/** Attempts that one call has. The SDK pauses between them, longer where DynamoDB throttles. */
const MAX_ATTEMPTS = 3;
/** Milliseconds until a TCP connection must stand. */
const CONNECT_MS = 500;
/** Milliseconds from the start of an attempt to the head of its answer, and from there to its last byte. */
const ATTEMPT_MS = 800;
/** DynamoDB answers 1 MB of items at most, which JSON can make several times as large. */
const MAX_BYTES = 16_000_000;

const OPENING_BRACE = 0x7b;

type Connecting = {
  /**
   * Opens the connection that the first request will take: while Lambda starts the instance this costs nothing, later a
   * round trip of TCP and one of TLS. A failure is left to that request.
   */
  connect(): Promise<void>;
};

/**
 * The functions' DynamoDB client, one for each instance. In the bundle the SDK takes its settings from the environment
 * and reads no file (`bundle/config.ts`).
 */
export const createDynamoDB = ({ region, endpoint, credentials }: AwsEnvironment): DynamoDBClient & Connecting => {
  const agent = keepingAgent(new URL(endpoint ?? "https://-"));
  const client = new DynamoDBClient({
    region,
    ...(endpoint && { endpoint }),
    // Expired from the start, so the SDK asks for them again whenever it signs.
    credentials: async () => ({ ...credentials(), expiration: new Date(0) }),
    maxAttempts: MAX_ATTEMPTS,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ATTEMPT_MS,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
    streamCollector: collectBody,
    // Keeps the order of the middleware, which is otherwise sorted for each request.
    cacheMiddleware: true,
  });
  client.middlewareStack.use(retryTransport);
  // The rules keep what they find by their parameters. A table has its own endpoint only where it is given as an ARN: left
  // out, they run once and not once for each table.
  const { endpointProvider } = client.config;
  client.config.endpointProvider = (parameters, context) =>
    endpointProvider({ ...parameters, ResourceArn: undefined }, context);

  const connect = async (): Promise<void> => {
    openConnection(agent, endpoint ? new URL(endpoint) : await regionalEndpoint(client));
  };
  return Object.assign(client, { connect: () => connect().catch(() => {}) });
};

/** With the parameters of a request, so that the first one finds these rules' answer. */
const regionalEndpoint = async ({ config }: DynamoDBClient): Promise<URL> =>
  config.endpointProvider({
    Region: await config.region(),
    UseFIPS: await config.useFipsEndpoint(),
    UseDualStack: await config.useDualstackEndpoint(),
    AccountIdEndpointMode: "preferred",
  }).url;

/** Opens a connection and has the agent take it where it would open its first one. */
const openConnection = (agent: Agent, url: URL): void => {
  const open = agent.createConnection;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const socket = open.call(agent, { host, port, servername: isIP(host) ? "" : host }) as Socket;
  // Until a request takes it, its failure concerns nobody, and it keeps no process alive.
  const ignore = () => {};
  socket.on("error", ignore).unref();
  agent.createConnection = (options, ...others) => {
    agent.createConnection = open;
    const isForHere = options.host === host && Number(options.port) === port;
    // Bytes that came before the request are no answer to it.
    if (isForHere && socket.writable && socket.readableLength === 0) return socket.off("error", ignore).ref();
    socket.destroy();
    return open.call(agent, options, ...others);
  };
};

/**
 * The body of an answer, which DynamoDB begins with a brace. The SDK's own collector asks first whether it is a web stream, which loads all of Node's web
 * streams (1.5 ms of a cold start), and has no limit of time or bytes.
 */
const collectBody = async (stream: Readable): Promise<Uint8Array> => {
  const timer = setTimeout(() => {
    stream.destroy(Object.assign(new Error("No whole answer in time"), { name: "TimeoutError", code: "ETIMEDOUT" }));
  }, ATTEMPT_MS);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Error("The answer is too large");
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    // Else a proxy's empty answer would be one without an item.
    if (body[0] !== OPENING_BRACE) throw new SyntaxError("The answer is no JSON object");
    return body;
  } finally {
    clearTimeout(timer);
  }
};
