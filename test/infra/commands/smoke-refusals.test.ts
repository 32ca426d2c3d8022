import { describe, expect, it } from "vitest";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import {
  body,
  fields,
  header,
  instead,
  isToken,
  on,
  query,
  refusal,
  reversed,
  status,
  text,
  type Wanted,
  without,
} from "../../support/smoke-breakages.ts";
import { tamperedApi } from "../../support/tampered-api.ts";
import type { Tamper } from "../../support/tampering-proxy.ts";

const { notices, smokeListWith } = tamperedApi();

/** A check's name for each category. */
const each = (check: string): string[] => Object.keys(categories).map((name) => `${name}: ${check}`);

const detail = (changed: string) => fields({ detail: changed });
/** The request is taken, and should not be. */
const taken: [Tamper, RegExp] = [
  instead(200, { status: "success", message: "Success", data: [] }),
  /^status: 4\d\d, 200 with 50 bytes of JSON/,
];
const withToken =
  (token: RegExp): Wanted =>
  ({ asked, status: answered }) =>
    token.test(`${asked.authorization}`) && answered === 401;
const sent =
  (content: string): Wanted =>
  (exchange) =>
    exchange.sent === content;

describe("the smoke test notices, and goes on with all other checks, as the answer to", () => {
  const message = "rpc error: code = NotFound desc = Endpoint is not found";
  const names = "errorCode, message, detail";
  const type = "application/json; charset=utf-8";
  notices(
    { on: refusal(131), failed: ["unknown route", "unknown category"] },
    {
      "API Gateway's own": [
        instead(404, { message: "Not Found" }),
        'status: 404, 404, API Gateway\'s own {"message":"Not Found"}: no function answered',
      ],
      "what is no JSON": [text("no"), `body: a JSON object, 2 bytes that are no JSON, Content-Type ${type}`],
      "a fourth field": [fields({ stack: "at x" }), `body fields: ${names}, ${names}, stack`],
      "no detail": [fields({ detail: undefined }), `body fields: ${names}, errorCode, message`],
      "another order": [body(reversed), `body fields: ${names}, detail, message, errorCode`],
      "another message": [fields({ message: "Not Found" }), `body message: ${message}, Not Found`],
      "another detail": [detail("at index.js:3"), `body detail: ${message}, at index.js:3`],
      "an errorCode in quotes": [fields({ errorCode: "131" }), 'body errorCode: 131, "131"'],
      "another type": [header("content-type", () => "text/html"), `header Content-Type: ${type}, text/html`],
      "no X-Request-Id": [without("x-request-id"), "header X-Request-Id: a value like /./, nothing"],
      "another code's help": [
        header("link", (value) => value.replace("#131", "#130")),
        /^header Link: a value like .*errors#131>.*, <http:\/\/127\.0\.0\.1:\d+\/errors#130>; rel="help"$/,
      ],
    },
  );

  notices(
    { on: refusal(132, "POST"), failed: each("POST instead of GET") },
    {
      "no Allow": [without("allow"), "header Allow: GET, nothing"],
    },
  );
  notices(
    { on: ({ method }) => method === "HEAD", failed: each("HEAD instead of GET") },
    {
      taken: [status(200), /^status: 405, 200 with no body/],
      "no Allow": [without("allow"), "header Allow: GET, nothing"],
    },
  );
  notices(
    { on: (exchange) => isToken(exchange) && exchange.method === "GET", failed: ["GET instead of POST for a token"] },
    {
      "another Allow": [header("allow", () => "GET, POST"), "header Allow: POST, GET, POST"],
    },
  );

  notices(
    { on: refusal(120), failed: each("missing token") },
    {
      taken: taken,
      "no challenge": [without("www-authenticate"), "header WWW-Authenticate: Bearer, nothing"],
      "a challenge that the gateway renamed": [
        ({ headers }) => {
          delete headers["www-authenticate"];
          headers["x-amzn-remapped-www-authenticate"] = "Bearer";
        },
        "header WWW-Authenticate: Bearer, nothing, but x-amzn-remapped-www-authenticate: Bearer",
      ],
      "a challenge with a code": [
        header("www-authenticate", () => 'Bearer error="x"'),
        'header WWW-Authenticate: Bearer, Bearer error="x"',
      ],
    },
  );
  notices(
    { on: withToken(/^not-a-token$/), failed: ["broken token"] },
    {
      taken: taken,
      "a challenge without a code": [
        header("www-authenticate", () => "Bearer"),
        'header WWW-Authenticate: Bearer error="invalid_token", Bearer',
      ],
    },
  );
  notices({ on: withToken(/^ey/), failed: ["token with another signature"] }, { taken: taken });

  notices(
    { on: refusal(400, "POST"), failed: ["wrong secret"] },
    {
      taken: taken,
      "401": [status(401), "status: 400, 401, errorCode 400: Credentials does not match in our records"],
      "other words": [detail("Wrong"), "body detail: Credentials does not match in our records, Wrong"],
    },
  );
  notices(
    { on: sent("{"), failed: ["malformed token request"] },
    {
      "another problem": [detail("body clientID: is required"), "body detail's problems: body, body clientID"],
    },
  );
  notices(
    { on: sent("{}"), failed: ["malformed token request"] },
    {
      "a problem is left out": [
        detail("body clientID: a; body clientSecret: b"),
        "body detail's problems: body clientID, body clientSecret, body grantType, body clientID, body clientSecret",
      ],
    },
  );

  notices({ on: ({ path }) => path.includes("x".repeat(129)), failed: ["employee ID too long"] }, { taken: taken });
  notices(
    { on: refusal(130), failed: ["unknown employee"] },
    {
      taken: taken,
      "told from a forbidden one": [instead(403, { errorCode: 124 }), "status: 404, 403, errorCode 124: nothing"],
    },
  );
  notices({ on: refusal(140), failed: ["Accept without JSON"] }, { taken: taken });
  notices({ on: refusal(141), failed: ["Content-Type that is not JSON"] }, { taken: taken });
});

const pages = ["1e2", "0x10", "1.0", "+1", "%2B1", "-1", ""].map((page) => `page=${page}&pageSize=1`);
const queries = [
  ...["", "page=1", "pageSize=1", "page=0&pageSize=0", "page=1&pageSize=101", ...pages],
  ...["page=1&page=2&pageSize=1", "page=1&pageSize=1&pageSize=1"],
];

describe.each(Object.values<Category>(categories))("the smoke test notices each query of $name that", (category) => {
  const isQuery: Wanted = (exchange) => queries.some((spelled) => query(spelled, category)(exchange));
  it.each([
    ["is taken", ...taken],
    ["has its problems named wrongly", detail("query other: x"), /^body detail's problems: query page.*, query other$/],
  ] as const)("%s", async (_, tamper, remark) => {
    const { failed, remarks } = await smokeListWith(category.name, on(isQuery, tamper));
    expect(failed).toEqual([`${category.name}: page or pageSize not valid`]);
    expect(remarks(`${category.name}: page or pageSize not valid`)).toEqual(
      queries.map(() => expect.stringMatching(remark)),
    );
  });
});
