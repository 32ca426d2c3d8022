import { once } from "node:events";
import { createServer, type IncomingMessage, request as startRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One call of DynamoDB's API, as sent. */
type Call = {
  readonly operation: string;
  readonly table: string;
  /** Both bodies, JSON. */
  readonly request: string;
  readonly answer: string;
};

/** A proxy in front of a DynamoDB engine that forwards and records each call. */
export const startRecordingProxy = async (engineUrl: string) => {
  const calls: Call[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const { method, headers, url } = incoming;
      const body = await buffer(incoming);
      const [, operation = ""] = `${headers["x-amz-target"]}`.split(".");
      const passed = startRequest(new URL(url ?? "/", engineUrl), { method, headers }).end(body);
      const [answer] = (await once(passed, "response")) as [IncomingMessage];
      const content = await buffer(answer);
      const request = body.toString();
      calls.push({ operation, table: JSON.parse(request).TableName, request, answer: content.toString() });
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(content);
    } catch {
      outgoing.destroy();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The calls in the order of their answers. */
    calls,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
