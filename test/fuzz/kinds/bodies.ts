import fc from "fast-check";
import { bytesOf, type Field, requestOf, TOKEN_PATH } from "../request.ts";
import { anyBytes, hostileTexts, pick, prototypeNames } from "./strings.ts";

const TEN_MEGABYTES = 10 * 1024 * 1024;

const good = { clientID: "demo", clientSecret: "demo-secret", grantType: "client_credentials" };

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  pick(...hostileTexts),
  pick("", " ", "demo:demo-secret", "demo-secret", "x".repeat(256), "x".repeat(257), "x".repeat(1_025)),
  pick<unknown>(1e308, -0, null, true, [], {}, ["demo"], { toString: "demo" }),
);
const names = ["clientID", "clientSecret", "grantType", "clientid", "client_id", "scope", ...prototypeNames] as const;

/** JSON whose keys may come twice, as `JSON.stringify` never writes it. */
const objects = fc
  .array(fc.tuple(pick(...names), value), { maxLength: 8 })
  .map((pairs) => `{${pairs.map(([name, is]) => `${JSON.stringify(name)}:${JSON.stringify(is)}`).join(",")}}`);

/** The right body with one thing wrong, now and then with nothing. */
const nearlyGood = fc
  .record({ name: pick("clientID", "clientSecret", "grantType", "extra"), value })
  .map(({ name, value }) => JSON.stringify({ ...good, [name]: value }));

const nested = fc
  .tuple(pick("[", '{"a":', '{"__proto__":', '{"clientID":['), fc.nat(60_000), fc.boolean())
  .map(([open, depth, closes]) => open.repeat(depth) + (closes ? `1${"]".repeat(depth)}` : ""));

const numbers = pick(
  "1e400",
  "-1e400",
  "1".repeat(5_000),
  `0.${"0".repeat(5_000)}1`,
  "1e-400",
  "0x10",
  "01",
  "-",
  "NaN",
);
const broken = pick(
  "",
  " ",
  "{",
  "}",
  "nul",
  "'a'",
  '"',
  '"\\u12"',
  '"\\ud800"',
  '{"a":1,}',
  "// a",
  "{}{}",
  "\ufeff{}",
  "undefined",
);

const text = fc.oneof(
  nearlyGood,
  objects,
  fc.json(),
  fc.json().map((json) => json.slice(0, -1)),
  numbers,
  numbers.map((number) => JSON.stringify(good).replace('"demo"', number)),
  broken,
  nested,
);

const bytes = fc.oneof(
  { weight: 16, arbitrary: text.map(bytesOf) },
  { weight: 2, arbitrary: anyBytes(300) },
  { weight: 1, arbitrary: text.map((json) => Buffer.from(json, "utf16le").toString("latin1")) },
  { weight: 1, arbitrary: text.map((json) => Buffer.from(json).toString("base64")) },
  { weight: 1, arbitrary: text.map((json) => `\u00ef\u00bb\u00bf${bytesOf(json)}`) },
  {
    weight: 1,
    arbitrary: fc.nat(400_000).map((length) => JSON.stringify({ ...good, clientSecret: "x".repeat(length) })),
  },
);

const type = fc.oneof(
  { weight: 6, arbitrary: pick<Field[]>([["Content-Type", "application/json"]]) },
  {
    weight: 3,
    arbitrary: pick<Field[]>(
      [],
      // Types that the gateway hands over in base64.
      [["Content-Type", "application/vnd.api+json"]],
      [["Content-Type", "application/json; charset=utf-16"]],
      [["Content-Type", "application/json; charset=nonsense"]],
      [["Content-Type", "application/x-www-form-urlencoded"]],
      [["Content-Type", "text/plain"]],
      [
        ["Content-Type", "application/json"],
        ["Content-Encoding", "gzip"],
      ],
    ),
  },
);

/** Bodies for the token endpoint: JSON that is broken, deep, huge, doubled or of a wrong type, and what is no JSON. */
export const tokenBodies = fc
  .record({ type, body: bytes })
  .map(({ type, body }) => requestOf({ method: "POST", target: TOKEN_PATH, headers: type, body }));

/** More than the gateway takes, or just not. */
export const bigBodies = fc
  .record({ excess: pick(-1, 0, 1), target: pick(TOKEN_PATH, "/unknown") })
  .map(({ excess, target }) => requestOf({ method: "POST", target, body: "1".repeat(TEN_MEGABYTES + excess) }));
