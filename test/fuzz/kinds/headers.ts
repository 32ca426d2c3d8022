import fc from "fast-check";
import { categories } from "../../../functions/shared/store/categories.ts";
import { type Field, listPath, requestOf, TOKEN_PATH } from "../request.ts";
import { list } from "./list-requests.ts";
import { hostileText, pick, prototypeNames, valueBytes } from "./strings.ts";

const value = fc.oneof(
  valueBytes(100),
  hostileText.map((text) => text.replace(/[\r\n\0]/g, "")),
  fc.nat(9_500).map((length) => "x".repeat(length)),
);

/** Preferences of all sorts: RFC 9110's grammar and beside it. */
const ranges = fc
  .array(
    fc
      .tuple(
        pick(
          "application/json",
          "*/*",
          "text/*",
          "application/*",
          "a/b",
          "/",
          "*",
          "json",
          "br",
          "gzip",
          "identity",
          "",
        ),
        pick("", ";q=0", ";q=1", ";q=0.001", ";q=-1", ";q=NaN", "; Q = 0.5", ';a="b,c"', ';a="', ";q", ";;", ";q=1e9"),
      )
      .map((parts) => parts.join("")),
    { maxLength: 60 },
  )
  .map((all) => all.join(","));

const mediaType = fc.oneof(
  pick("application/json", "application/problem+json", "text/plain", "application/json;charset=utf-16", "json", "/"),
  pick('application/json;a="', "application/json;;;", "application/json, application/json", "APPLICATION/JSON", ";"),
  pick("application/x-www-form-urlencoded", "multipart/form-data; boundary=", "application/json; charset=\u00ff"),
  value,
);
const tags = fc.oneof(pick("*", "W/", '"', '""', 'W/"', "W/*", '"a"'.repeat(2_000), '",'.repeat(3_000), "**"), value);

const field: fc.Arbitrary<Field> = fc.oneof(
  ranges.map((text) => ["Accept", text] as const),
  ranges.map((text) => ["Accept-Encoding", text] as const),
  fc.tuple(pick("Content-Type"), mediaType),
  fc.tuple(pick("If-None-Match", "If-Match", "If-Modified-Since", "Range"), tags),
  fc.tuple(pick("Cookie", "Origin", "Referer", "User-Agent", "Forwarded", "X-Forwarded-Host"), value),
  fc.tuple(
    pick("X-Forwarded-For", "X-Request-Id", "X-Amzn-Trace-Id", "X-HTTP-Method-Override", "X-Original-URL"),
    value,
  ),
  fc.tuple(pick("Expect", "Upgrade", "TE", "Trailer", "Via", "Max-Forwards", "Access-Control-Request-Method"), value),
  fc.tuple(pick("Host"), value),
  fc.tuple(pick(...prototypeNames.filter((name) => /^\w+$/.test(name))), value),
  fc
    .tuple(fc.stringMatching(/^[a-zA-Z!#$%&'*+.^_`|~-]{1,40}$/), value)
    .map(([name, text]) => [`x-${name}`, text] as const),
);

const token: Field = ["Authorization", "{{demo}}"];

/** Header fields that no client means, doubled, by the hundred, or 16 kB of them. */
export const headers = fc
  .record({
    fields: fc.oneof(
      { weight: 8, arbitrary: fc.array(field, { maxLength: 5 }) },
      { weight: 1, arbitrary: field.map((same) => [same, same]) },
      { weight: 1, arbitrary: fc.array(field, { minLength: 50, maxLength: 120, size: "max" }) },
      { weight: 1, arbitrary: pick(10_000, 10_240, 16_384).map((length) => [["X-Long", "x".repeat(length)] as const]) },
      {
        weight: 1,
        arbitrary: fc.nat(200).map((count) => Array.from({ length: count }, () => ["X-Many", "x"] as const)),
      },
    ),
    list,
    onToken: fc.nat(9).map((digit) => digit === 0),
  })
  .map(({ fields, list, onToken }) =>
    onToken
      ? requestOf({ method: "POST", target: TOKEN_PATH, headers: fields, body: "{}" })
      : requestOf({ target: `${list}?page=1&pageSize=10`, headers: [token, ...fields] }),
  );

const methods = [
  "HEAD",
  "OPTIONS",
  "PUT",
  "PATCH",
  "DELETE",
  "POST",
  "GET",
  "TRACE",
  "PROPFIND",
  "PURGE",
  "QUERY",
] as const;
const method = fc.oneof(
  { weight: 8, arbitrary: pick(...methods) },
  { weight: 1, arbitrary: pick("get", "post", "CONNECT", "BREW", "__proto__", "constructor") },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Z]{1,20}$/) },
);

/** Methods that a path does not have, with and without a body. */
export const wrongMethods = fc
  .record({
    method,
    target: fc.oneof(
      list.map((path) => `${path}?page=1&pageSize=10`),
      pick(TOKEN_PATH, "/", "/unknown", "*", listPath(categories.webinar, "%2F")),
    ),
    body: fc.oneof(pick(""), fc.json(), valueBytes(200)),
    fields: fc.array(pick<Field>(["X-HTTP-Method-Override", "GET"], token), { maxLength: 2 }),
  })
  .map(({ method, target, body, fields }) => requestOf({ method, target, body, headers: fields }));
