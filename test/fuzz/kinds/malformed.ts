import fc from "fast-check";
import { categories } from "../../../functions/shared/store/categories.ts";
import { listPath, requestOf, type Sent } from "../request.ts";
import { anyBytes, pick } from "./strings.ts";

const { text: whole } = requestOf({
  target: `${listPath(categories.webinar, "EMPLY002")}?page=1&pageSize=10`,
  headers: [["Authorization", "{{demo}}"]],
});

/** One place of a good request with other bytes in it. */
const mutated = fc
  .record({ at: fc.nat(whole.length - 4), removed: fc.nat(6), inserted: anyBytes(12) })
  // The end stays: without it the gateway would rightly wait for more.
  .map(
    ({ at, removed, inserted }) =>
      whole.slice(0, at) + inserted + whole.slice(Math.min(at + removed, whole.length - 4)),
  );

const head = (line: string, ...fields: string[]): string =>
  [line, "Host: {{host}}", ...fields, "Connection: close", "", ""].join("\r\n");

/** What two parsers might read differently: request smuggling in its known forms. */
const ambiguous = pick(
  `${head("POST /oauth/token HTTP/1.1", "Content-Length: 2", "Content-Length: 3")}{}`,
  `${head("POST /oauth/token HTTP/1.1", "Content-Length: 2", "Transfer-Encoding: chunked")}0\r\n\r\n`,
  `${head("POST /oauth/token HTTP/1.1", "Transfer-Encoding: chunked, identity")}0\r\n\r\n`,
  `${head("POST /oauth/token HTTP/1.1", "Transfer-Encoding : chunked")}0\r\n\r\n`,
  `${head("POST /oauth/token HTTP/1.1", "Content-Length: +2")}{}`,
  `${head("POST /oauth/token HTTP/1.1", "Content-Length: 0x2")}{}`,
  head("GET / HTTP/1.1", " folded: yes"),
  head("GET / HTTP/1.1", "Host: evil.example"),
  head("GET / HTTP/1.0"),
  head("GET / HTTP/9.9"),
  head("GET /"),
  head("GET  /  HTTP/1.1"),
  head("GET / HTTP/1.1", "X: a\rb"),
  head("GET / HTTP/1.1", "X: a\nSet-Cookie: b"),
  head("GET / HTTP/1.1", "X: a\0b"),
  "GET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\n\n",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
);

const chunked = fc
  .tuple(pick("zz", "-1", "ffffffffffffffffff", "5;a=b", "2", ""), anyBytes(10))
  .map(([size, bytes]) => `${head("POST /oauth/token HTTP/1.1", "Transfer-Encoding: chunked")}${size}\r\n${bytes}`);

/** What is no HTTP, nearly HTTP, or only the beginning of it. */
export const malformed: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 6, arbitrary: mutated.map((text) => ({ text })) },
  { weight: 2, arbitrary: ambiguous.map((text) => ({ text })) },
  { weight: 1, arbitrary: anyBytes(200).map((text) => ({ text, hangsUp: true })) },
  { weight: 1, arbitrary: chunked.map((text) => ({ text, hangsUp: true })) },
  { weight: 1, arbitrary: fc.nat(whole.length - 4).map((end) => ({ text: whole.slice(0, end), hangsUp: true })) },
);
