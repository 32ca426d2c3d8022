import fc from "fast-check";
import { employeesCategories } from "../../support/records.ts";
import { CHANGES_PATH, sinceNames } from "../feed.ts";
import { type Field, requestOf } from "../request.ts";
import { clientTokens } from "../world.ts";
import { encodedHostileText, oddEncodings, pick, prototypeNames, targetText } from "./strings.ts";

const two = (value: number): string => `${value}`.padStart(2, "0");

/** Times of any form, far from now: `2026` comes in none, so that none turns from the future to the past while it is sent. */
const time = fc
  .record({
    year: pick("0000", "0001", "1969", "1970", "2000", "2016", "2024", "2025", "2100", "9999", "10000", "-001"),
    month: fc.integer({ min: 0, max: 13 }),
    day: pick(0, 1, 28, 29, 30, 31, 32),
    hour: pick(0, 7, 23, 24),
    second: pick(0, 59, 60, 61),
    fraction: pick("", "", ".1", ".123", ".123456789", ".", ",5"),
    // The last but two as it is often written by mistake: a query's + is a blank.
    offset: pick("Z", "z", "", "%2B07:00", "-11:30", "%2b00:00", "-00:00", "+07:00", "%2B24:00", "%2B0700"),
    between: pick("T", "T", "T", "t", "%20", "+", ""),
  })
  .map(
    ({ year, month, day, hour, second, fraction, offset, between }) =>
      `${year}-${two(month)}-${two(day)}${between}${two(hour)}:59:${two(second)}${fraction}${offset}`,
  );
const goodTime = pick(
  "2016-12-31T23:59:59Z",
  "2016-12-31T23:59:60Z",
  "2025-02-28t00:00:00.5%2B07:00",
  "2025-02-28T00:00:00+07:00",
  "0001-01-01T00:00:00-12:00",
  "2100-01-01T00:00:00Z",
);
/** Nearly a watermark. */
const text = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
  pick("", "0", "1764332531", "null", "%00", "A".repeat(1_500), "AdeHc6hBPuNY", ...oddEncodings),
  encodedHostileText,
  targetText(40).map((any) => any.replaceAll("{{", "")),
);
const named = pick(...sinceNames).map((name) => `{{${name}}}`);
const own = pick("Start", "Middle", "End", "Time");

const since = fc.oneof(
  { weight: 4, arbitrary: named },
  { weight: 3, arbitrary: time },
  { weight: 2, arbitrary: goodTime },
  { weight: 2, arbitrary: text },
);
const pageSize = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 100 }).map(String) },
  { weight: 1, arbitrary: pick("0", "101", "-1", "1.0", "1e1", "007", "", "%D9%A1", "9".repeat(400), "10%0a") },
);
const category = fc.oneof(
  { weight: 6, arbitrary: pick(...employeesCategories.map(({ name }) => name)) },
  { weight: 1, arbitrary: pick("courses", "", "Webinar", "webinar%20", "%77ebinar", ...prototypeNames) },
);
/** Parameters of one name: mostly one, sometimes none or two. */
const parameters = (name: string, value: fc.Arbitrary<string>, none: number): fc.Arbitrary<string[]> =>
  fc
    .oneof({ weight: none, arbitrary: pick(0) }, { weight: 8, arbitrary: pick(1) }, { weight: 1, arbitrary: pick(2) })
    .chain((count) => fc.array(value, { minLength: count, maxLength: count }))
    .map((values) => values.map((each) => `${name}=${each}`));

const headers = fc.array(pick<Field>(["If-None-Match", "*"], ["Accept-Encoding", "br"], ["Accept", "*/*"]), {
  maxLength: 1,
});
const requestFor = (token: string, query: readonly string[], more: readonly Field[]) =>
  requestOf({ target: `${CHANGES_PATH}?${query.join("&")}`, headers: [["Authorization", `{{${token}}}`], ...more] });

/** What the documentation allows: a company's own watermarks, times and no `since`, for every client. */
const documented = fc
  .record({
    token: fc.oneof({ weight: 6, arbitrary: pick("demo", "other") }, { weight: 1, arbitrary: pick(...clientTokens) }),
    since: fc.option(own),
    pageSize: fc.integer({ min: 1, max: 100 }),
    category: fc.option(pick(...employeesCategories.map(({ name }) => name))),
    headers,
  })
  .map(({ token, since, pageSize, category, headers }) => {
    const known = token === "other" ? "other" : "demo";
    const query = [
      `pageSize=${pageSize}`,
      ...(since === null ? [] : [`since={{${known}${since}}}`]),
      ...(category === null ? [] : [`category=${category}`]),
    ];
    return requestFor(token, query, headers);
  });

const others = fc
  .record({
    token: fc.oneof({ weight: 9, arbitrary: pick("demo", "other") }, { weight: 1, arbitrary: pick(...clientTokens) }),
    query: fc
      .tuple(
        parameters("pageSize", pageSize, 1),
        parameters("since", since, 2),
        parameters("category", category, 8),
        pick<string[]>(
          [],
          [],
          [],
          ["x=a%0ab"],
          [`x=${"y".repeat(1_500)}`],
          ["__proto__=1"],
          ["companySerial=CMP-OTHER"],
        ),
      )
      .chain((groups) => fc.shuffledSubarray(groups.flat(), { minLength: groups.flat().length })),
    headers,
  })
  .map(({ token, query, headers }) => requestFor(token, query, headers));

/** Requests for the feed of changes. */
export const changes = fc.oneof(documented, others);
