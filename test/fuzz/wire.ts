import { connect } from "node:net";

/** One answer as it came: nothing joined, nothing decoded. */
export type Answer = {
  readonly status: number;
  /** Names in lower case, in their order, repeated ones too. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

export type Exchange = {
  readonly answers: readonly Answer[];
  /** What is no answer, or only the beginning of one. */
  readonly rest: string;
  /** Milliseconds until the last byte. */
  readonly ms: number;
  readonly outOfTime: boolean;
};

type Options = {
  readonly port: number;
  readonly bytes: Buffer;
  readonly hangsUp: boolean;
  /** Milliseconds. */
  readonly limit: number;
};

/**
 * Sends bytes as they are, on a connection of their own, and takes all that comes back until the other side closes it,
 * or until there is a whole answer on a connection that stays open. Node's own client would refuse to send most of what
 * is sent here, and would hide what an answer has too much.
 */
export const exchange = ({ port, bytes, hangsUp, limit }: Options): Promise<Exchange> =>
  new Promise((resolve) => {
    const start = performance.now();
    const isHead = bytes.subarray(0, 5).toString("latin1") === "HEAD ";
    const socket = connect(port, "127.0.0.1");
    let received = Buffer.alloc(0);
    const end = (outOfTime: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...parseAnswers(received, isHead), ms: performance.now() - start, outOfTime });
    };
    const timer = setTimeout(end, limit, true);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const { answers, rest } = parseAnswers(received, isHead);
      const last = answers.at(-1)?.headers.find(([name]) => name === "connection");
      if (last && last[1] !== "close" && rest === "") end(false);
    });
    // The other side may have answered before it was sent everything, and then does not take the rest.
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
    if (hangsUp) socket.end(bytes);
    else socket.write(bytes);
  });

const HEAD = /^HTTP\/1\.1 (\d{3}) [\w -]+\r\n((?:[\w-]+: [^\r\n]*\r\n)*)\r\n/;

const parseAnswers = (received: Buffer, isHead: boolean): { answers: Answer[]; rest: string } => {
  const answers: Answer[] = [];
  let rest = received;
  for (;;) {
    const [head, status, fields = ""] = HEAD.exec(rest.toString("latin1")) ?? [];
    if (head === undefined) break;
    const headers = fields.split("\r\n").slice(0, -1).map(splitField);
    const length = isHead ? 0 : Number(headers.find(([name]) => name === "content-length")?.[1] ?? 0);
    const body = rest.subarray(head.length, head.length + length);
    if (body.length < length) break;
    // An interim answer (100 Continue) is followed by the final one.
    if (Number(status) >= 200) answers.push({ status: Number(status), headers, body });
    rest = rest.subarray(head.length + length);
  }
  return { answers, rest: rest.toString("latin1") };
};

const splitField = (line: string): [string, string] => {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
};
