import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/**
 * Passes bytes between clients and a server as they are, and inverts a bit of what the server sends, or sends foreign
 * bytes in its place, for as many chunks as a test asks for: what TLS notices.
 */
export const startFlippingProxy = async ({ hostname, port }: URL) => {
  let broken = 0;
  let damage: (chunk: Buffer) => Buffer = (chunk) => chunk;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream);
    upstream.on("data", (chunk) => {
      if (broken > 0) {
        broken -= 1;
        client.write(damage(chunk));
      } else client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`),
    breakNext(chunks: number, how: (chunk: Buffer) => Buffer) {
      broken = chunks;
      damage = how;
    },
    stop: () => server.close(),
  };
};

/** One bit of the last byte of a record, which its tag covers. */
export const flippedBit = (chunk: Buffer): Buffer => {
  const flipped = Buffer.from(chunk);
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  return flipped;
};

/** What a server without TLS says. */
export const foreignBytes = (): Buffer => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n");
