import fc from "fast-check";
import type { Category } from "../../../functions/shared/store/categories.ts";
import { allCategories } from "../../support/records.ts";
import { EMPLOYEE } from "../lists.ts";
import { type Field, listPath, requestOf, type Sent } from "../request.ts";
import { clientTokens } from "../world.ts";
import { anyBytes, encodedHostileText, oddEncodings, pick, prototypeNames, targetText } from "./strings.ts";

const employee = pick("JOHNILXV3QAJJEL3", "EMPLY001", "EMPLY002", EMPLOYEE, "NOBODY");
const category = pick(...allCategories);
/** The path of any list. */
export const list = fc.tuple(category, employee).map(([of, id]) => listPath(of, id));
const demo: Field = ["Authorization", "{{demo}}"];
const asDemo = (target: string): Sent => requestOf({ target, headers: [demo] });

/** Bytes that HTTP does not take in a target as they are; the gateway refuses them before a function sees them. */
const rarelyBytes = fc.oneof({ weight: 15, arbitrary: pick("") }, { weight: 1, arbitrary: anyBytes(30) });

const page = fc.oneof(fc.integer({ min: 1, max: 20 }), pick(90_071_992_547_409, 138));
const pageSize = fc.integer({ min: 1, max: 100 });
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(value, { maxLength: 1 });
const header = (name: string, ...values: readonly string[]): fc.Arbitrary<Field> =>
  pick(...values).map((value) => [name, value] as const);

/** All that the documentation allows of a list: every parameter in its bounds, every client, every employee. */
export const documentedOf = (category: Category): fc.Arbitrary<Sent> =>
  fc
    .record({
      employee,
      page,
      pageSize,
      token: pick(...clientTokens),
      scheme: pick("", "Bearer ", "bearer "),
      headers: fc
        .tuple(
          optional(header("Accept", "*/*", "application/json", "text/html, application/json;q=0.1")),
          optional(header("Content-Type", "application/json", "application/json; charset=utf-8")),
          optional(header("Accept-Encoding", "br", "gzip, deflate, br", "gzip", "identity", "*")),
          optional(header("If-None-Match", "*", 'W/"x"', '"AAAAAAAAAAAAAAAAAAAAAA"')),
        )
        .map((fields) => fields.flat()),
      order: fc.boolean(),
    })
    .map(({ employee, page, pageSize, token, scheme, headers, order }) => {
      const query = order ? `page=${page}&pageSize=${pageSize}` : `pageSize=${pageSize}&page=${page}`;
      return requestOf({
        target: `${listPath(category, employee)}?${query}`,
        headers: [["Authorization", `${scheme}{{${token}}}`], ...headers],
      });
    });

const number = fc.oneof(
  pick("1e2", "0x10", "1.0", "%201", "1%20", "+1", "-1", "0", "", "00", "01", "101", "1,2", "NaN", "Infinity"),
  pick("9007199254740993", "90071992547410", "9".repeat(400), "%D9%A1", "%F0%9D%9F%99", "1%00", "1%0a", "true", "[1]"),
  fc.double().map(String),
  fc.bigInt().map(String),
  pick(...oddEncodings),
  encodedHostileText,
  targetText(30),
  fc.nat(200).map(String),
);
const name = fc.oneof(
  pick(
    "page",
    "pageSize",
    "page",
    "pageSize",
    "name",
    "name",
    "Name",
    "n%61me",
    "name[]",
    "Page",
    "pagesize",
    "page[]",
    "page%00",
    "p%61ge",
    "%70ageSize",
    "",
  ),
  pick(...prototypeNames),
  encodedHostileText,
  targetText(10),
);
const parameter = fc.oneof(
  fc.tuple(name, number).map(([key, value]) => `${key}=${value}`),
  name,
  targetText(20),
);
/** Queries of which the last has no page. */
export const someQuery = pick("page=1&pageSize=10", "page=2&pageSize=100", "pageSize=1");

/** Parameters of the query that are none, or too many, or said twice. */
export const parameters = fc
  .record({
    list,
    before: optional(someQuery),
    parameters: fc.oneof(
      fc.array(parameter, { maxLength: 8 }),
      fc.array(parameter, { minLength: 100, maxLength: 150, size: "max" }),
    ),
    separator: pick("&", "&", "&", "&&", ";", "?"),
    raw: rarelyBytes,
  })
  .map(({ list, before, parameters, separator, raw }) =>
    asDemo(`${list}?${[...before, ...parameters].join(separator)}${raw}`),
  );

const percentEncoded = anyBytes(40).map((bytes) => Buffer.from(bytes, "latin1").toString("hex").replace(/../g, "%$&"));
const segment = fc.oneof(
  encodedHostileText,
  pick(...oddEncodings),
  fc.tuple(employee, pick(...oddEncodings)).map((both) => both.join("")),
  percentEncoded,
  targetText(200),
  fc.string({ unit: "binary", maxLength: 130 }).map((text) => encodeURIComponent(text.toWellFormed())),
);
const path = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(category, segment).map(([of, id]) => listPath(of, id)) },
  { weight: 1, arbitrary: fc.tuple(list, segment).map(([path, more]) => `${path}${more}`) },
  { weight: 1, arbitrary: fc.tuple(segment, list).map(([more, path]) => `/${more}${path}`) },
  // A category that there is not, in the place of one that there is.
  { weight: 1, arbitrary: fc.tuple(list, segment).map(([path, other]) => path.replace(/[^/]+$/, () => other)) },
  { weight: 1, arbitrary: targetText(300).map((bytes) => `/${bytes}`) },
  {
    weight: 1,
    arbitrary: pick(
      "//oauth/token",
      "/ruangkerja/dashboard/users//courses/webinar",
      "/ruangkerja/dashboard/users/EMPLY002/courses/webinar/",
      "/ruangkerja/dashboard/users/EMPLY002/courses/webinar#",
      "/RUANGKERJA/dashboard/users/EMPLY002/courses/webinar",
      "/ruangkerja/dashboard/users/EMPLY002/courses",
      "/ruangkerja/dashboard/users/EMPLY002/courses/courses",
      "/ruangkerja/dashboard/webinar",
      "/ruangkerja/dashboard/courses/",
      "/ruangkerja%2Fdashboard/courses",
      "/ruangkerja/dashboard/users/courses",
      "/ruangkerja/dashboard/../dashboard/users/EMPLY002/courses/webinar",
      "/ruangkerja/dashboard/users/a/../EMPLY002/courses/webinar",
      "http://evil.example/ruangkerja/dashboard/users/EMPLY002/courses/webinar",
      "http://evil.example",
      "*",
    ),
  },
);

/** Paths that are nearly, or not at all, a list's. */
export const paths = fc
  .tuple(path, rarelyBytes, someQuery)
  .map(([path, raw, query]) => asDemo(`${path}${raw}?${query}`));
