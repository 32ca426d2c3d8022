import { describe } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { header, instead, page, status, text, type Wanted, without } from "../../support/smoke-breakages.ts";
import { tamperedApi } from "../../support/tampered-api.ts";

const { notices } = tamperedApi();

const walk = "webinar: walk to the end";
const order = "webinar: the same order again";
const pastTheEnd = "webinar: page past the end";
const lastPage = "webinar: last page, filled to the brim";
const headers = "webinar: first page's headers";
const unchanged = "webinar: unchanged page";
const unknown = "webinar: unknown parameter";
const bearer = "webinar: token after Bearer";

/** The same check of each category. */
const each = (check: string): string[] => Object.keys(categories).map((name) => check.replace("webinar", name));

const asksWith =
  (scheme: string): Wanted =>
  ({ asked }) =>
    `${asked.authorization}`.startsWith(`${scheme} `);
const refused = instead(400, {});
const REFUSED = /^status: 200, 400 with 2 bytes of JSON/;

describe("the smoke test notices, and goes on with all other checks, at", () => {
  notices(
    { on: page(), failed: [headers] },
    {
      "another Content-Type": [
        header("content-type", () => "application/json"),
        "header Content-Type: application/json; charset=utf-8, application/json",
      ],
    },
  );
  notices(
    { on: page(), failed: [headers, unchanged] },
    {
      "a strong ETag": [header("etag", (tag) => tag.slice(2)), /^header ETag: a value like .*, ".{22}"$/],
      "no ETag": [without("etag"), /^header ETag: a value like .*, nothing$/],
      "a page that anyone may cache": [
        header("cache-control", () => "no-cache"),
        "header Cache-Control: private, no-cache, no-cache",
      ],
    },
  );
  notices(
    { on: page(), failed: [headers, unknown, unchanged, lastPage, pastTheEnd, walk], notRun: [order] },
    {
      "no X-Total-Count": [without("x-total-count"), "header X-Total-Count: a value like /^\\d+$/, nothing"],
      "no Link": [without("link"), "header Link: first 1, next 2, last 3, no links"],
    },
  );

  notices({ on: asksWith("Bearer"), failed: each(bearer) }, { "the scheme is refused": [refused, REFUSED] });
  notices({ on: asksWith("bearer"), failed: each(bearer) }, { "its small letters are refused": [refused, REFUSED] });
  notices(
    { on: page({ smoke: "a b" }), failed: [unknown] },
    {
      "it is refused": [refused, REFUSED],
      "the links drop it": [
        header("link", (value) => value.replaceAll("&smoke=a+b", "")),
        /^header Link: first 1, next 2, last 3, first at \?page=1&pageSize=50, next at \?page=2&pageSize=50, last at /,
      ],
      "no X-Request-Id": [without("x-request-id"), "header X-Request-Id: a value like /./, nothing"],
    },
  );

  notices(
    { on: ({ path, status }) => path.endsWith("/webinar") && status === 304, failed: [unchanged] },
    {
      "it is sent again": [instead(200, {}), /^status: 304, 200 with 2 bytes of JSON/],
      "no ETag": [without("etag"), /^header ETag: W\/".{22}", nothing$/],
      "another ETag": [header("etag", () => 'W/"another"'), /^header ETag: W\/".{22}", W\/"another"$/],
      "no Cache-Control": [without("cache-control"), "header Cache-Control: private, no-cache, nothing"],
      "no Link": [without("link"), /^header Link: <.*>; rel="last", nothing$/],
      "no X-Total-Count": [without("x-total-count"), "header X-Total-Count: 137, nothing"],
      "no X-Request-Id": [without("x-request-id"), "header X-Request-Id: a value like /./, nothing"],
    },
  );
  notices(
    { on: ({ asked }) => `${asked["if-none-match"]}`.includes("another"), failed: each(unchanged) },
    {
      "any tag will do": [
        (exchange) => [status(304), text("")].forEach((tamper) => void tamper(exchange)),
        "status: 200, 304 with no body",
      ],
    },
  );
});
