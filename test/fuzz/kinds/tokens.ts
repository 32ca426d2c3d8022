import fc from "fast-check";
import { requestOf } from "../request.ts";
import { forgedTokens } from "../world.ts";
import { list, someQuery } from "./list-requests.ts";
import { pick, valueBytes } from "./strings.ts";

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const claims = fc.oneof(
  fc.json({ maxDepth: 3 }),
  pick(
    '{"alg":"none"}',
    '{"alg":"HS256","kid":"__proto__"}',
    '{"alg":"ES256","kid":"../../etc/passwd"}',
    '{"alg":"ES256","jku":"http://evil.example/keys","kid":"a"}',
    '{"__proto__":{"alg":"ES256"},"iss":"http://evil.example"}',
    '{"iss":null}',
    '{"iss":{"toString":1},"exp":1e400}',
    "[".repeat(5_000),
  ),
);
const authorization = fc.oneof(
  pick(...forgedTokens).map((token) => `{{${token}}}`),
  pick(
    "{{demo}}{{demo}}",
    "{{demo}}.",
    "Basic {{demo}}",
    "Bearer",
    "Bearer  ",
    "Bearer {{demo}}, Bearer {{demo}}",
    "..",
  ),
  fc.tuple(claims, claims, claims).map((parts) => parts.map(base64url).join(".")),
  valueBytes(300),
  fc.nat(9_000).map((length) => "e".repeat(length)),
  fc.nat(4_000).map((dots) => ".".repeat(dots)),
);

/** Tokens that are none. */
export const tokens = fc
  .record({ values: fc.array(authorization, { minLength: 1, maxLength: 2 }), list, query: someQuery })
  .map(({ values, list, query }) =>
    requestOf({
      target: `${list}?${query}`,
      headers: values.map((value) => ["Authorization", value] as const),
    }),
  );
