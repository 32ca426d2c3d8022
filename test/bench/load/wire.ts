import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { Treatment } from "./faults.ts";

/** Every n-th call is treated so. */
type Switched = { readonly treatment: Treatment; readonly everyNth: number };

export type Wire = {
  readonly url: string;
  /** From now on calls are treated so; or passed on as they are. */
  readonly treat: (switched: Switched | undefined) => void;
  readonly stop: () => Promise<void>;
};

type Answer = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

/** Stands between the functions and a service, and passes everything on until it is told to treat calls otherwise. */
export const startWire = async (service: string): Promise<Wire> => {
  const agent = new Agent({ keepAlive: true });
  let switched: Switched | undefined;
  let calls = 0;

  const pass = async ({ method, headers, url }: IncomingMessage, body: Buffer): Promise<Answer> => {
    const passed = request(new URL(url ?? "/", service), { method, headers, agent }).end(body);
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
  };

  const next = (): Treatment | undefined => {
    calls += 1;
    return switched && calls % switched.everyNth === 0 ? switched.treatment : undefined;
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<unknown> => {
    const sent = await buffer(incoming);
    const treatment = next();
    if (treatment === "silence") return undefined;
    if (treatment === "reset before") return outgoing.socket?.resetAndDestroy();
    if (typeof treatment === "object" && "status" in treatment) return respond(outgoing, { headers: {}, ...treatment });
    const answer = await pass(incoming, sent);
    if (treatment === undefined) return respond(outgoing, answer);
    if (treatment === "reset after") return outgoing.socket?.resetAndDestroy();
    if (treatment === "half a body") return breakOff(outgoing, answer);
    if (treatment === "a hole") return respond(outgoing, withHole(sent, answer));
    await pause(treatment.late);
    return respond(outgoing, answer);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  // Idle connections are the client's to close, as with DynamoDB for minutes.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    treat: (to) => {
      switched = to;
    },
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const respond = (
  outgoing: ServerResponse,
  { status, headers, body }: Omit<Answer, "body"> & { readonly body: Buffer | string },
): void => {
  const { "transfer-encoding": _, connection: _hop, "keep-alive": _too, ...kept } = headers;
  outgoing.writeHead(status, { ...kept, "content-length": Buffer.byteLength(body) }).end(body);
};

const breakOff = (outgoing: ServerResponse, { status, body }: Answer): void => {
  outgoing.writeHead(status, { "content-length": body.length });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.socket?.resetAndDestroy());
};

/** Drops the middle one of a Query's items, and leaves the checksum out, which would not be right any more. */
const withHole = (sent: Buffer, answer: Answer): Answer => {
  const { ConsistentRead } = JSON.parse(`${sent}`);
  const content = JSON.parse(`${answer.body}`);
  if (ConsistentRead || !content.Items) return answer;
  const { "x-amz-crc32": _, ...headers } = answer.headers;
  content.Items.splice(Math.floor(content.Items.length / 2), 1);
  return { ...answer, headers, body: Buffer.from(JSON.stringify(content)) };
};
