import { type Category, categories } from "../../functions/shared/store/categories.ts";
import type { Exchange, Tamper } from "./tampering-proxy.ts";

type Json = Record<string, unknown>;

/** Changes some fields of an answer's body; `undefined` removes a field. */
export const fields = (changes: Json): Tamper => body((json) => ({ ...json, ...changes }));

/** Changes an answer's body as JSON. */
export const body =
  (change: (json: Json) => unknown): Tamper =>
  (exchange) => {
    exchange.body = JSON.stringify(change(JSON.parse(exchange.body)));
  };

/** Changes some fields of the body's `data` object. */
export const data = (changes: Json): Tamper =>
  body((json) => ({ ...json, data: { ...Object(json["data"]), ...changes } }));

/** Changes a list's records, which in a company's stand beside totals. */
export const records = (change: (records: Json[]) => unknown): Tamper =>
  body(({ data, ...json }) =>
    Array.isArray(data)
      ? { ...json, data: change(data) }
      : { ...json, data: { ...Object(data), items: change(Object(data).items) } },
  );

/** Changes only the first record. */
export const firstRecord = (change: (record: Json) => unknown): Tamper =>
  records(([first = {}, ...others]) => [change(first), ...others]);

/** Changes the serials of a list's records. */
export const serials = (change: (serials: unknown[]) => unknown[]): Tamper =>
  records((all) => {
    const changed = change(all.map(({ assignedCourseSerial }) => assignedCourseSerial));
    return all.map((record, index) => ({ ...record, assignedCourseSerial: changed[index] }));
  });

export const header =
  (name: string, change: (value: string) => string): Tamper =>
  ({ headers }) => {
    headers[name] = change(headers[name] ?? "");
  };

export const without =
  (name: string): Tamper =>
  ({ headers }) => {
    delete headers[name];
  };

/** Changes the page of a link. */
export const link = (relation: string, page: number): Tamper =>
  header("link", (value) => value.replace(new RegExp(`([?&]page=)\\d+(?=[^<]*"${relation}")`), `$1${page}`));
export const withoutLink = (relation: string): Tamper =>
  header("link", (value) =>
    value
      .split(", ")
      .filter((text) => !text.includes(relation))
      .join(", "),
  );
/** Adds a `next` link. */
export const nextLink = (page: number): Tamper =>
  header(
    "link",
    (value) => `${value}, ${/<[^>]*>/.exec(value)?.[0].replace(/([?&]page=)\d+/, `$1${page}`)}; rel="next"`,
  );

/** Replaces the answer with this JSON. */
export const instead =
  (status: number, json: unknown): Tamper =>
  (exchange) => {
    exchange.status = status;
    exchange.body = JSON.stringify(json);
  };
export const status =
  (changed: number): Tamper =>
  (exchange) => {
    exchange.status = changed;
  };
export const text =
  (changed: string): Tamper =>
  (exchange) => {
    exchange.body = changed;
  };
export const stall: Tamper = (exchange) => {
  exchange.stalled = true;
};

export const reversed = (json: unknown): Json => Object.fromEntries(Object.entries(Object(json)).reverse());

export type Wanted = (exchange: Exchange) => boolean;

/** Changes only the answers to the wanted requests. */
export const on =
  (wanted: Wanted, tamper: Tamper): Tamper =>
  (exchange) => {
    if (wanted(exchange)) tamper(exchange);
  };
export const once = (wanted: Wanted): Wanted => {
  let seen = false;
  return (exchange) => {
    if (seen || !wanted(exchange)) return false;
    seen = true;
    return true;
  };
};

const isList =
  ({ name, owner }: Category): Wanted =>
  ({ path }) =>
    path.endsWith(owner === "employee" ? `/courses/${name}` : `/dashboard/${name}`);
export const isToken: Wanted = ({ path }) => path === "/oauth/token";
export const granted: Wanted = (exchange) => isToken(exchange) && exchange.status === 200;
/** A page that was requested with these query parameters. */
export const page =
  (wanted: Record<string, string> = {}, category: Category = categories.webinar): Wanted =>
  (exchange) =>
    isList(category)(exchange) &&
    exchange.status === 200 &&
    Object.entries(wanted).every(([name, value]) => exchange.query.get(name) === value);
/** A list query in its normalized form: parsed and joined again. */
export const query =
  (spelled: string, category: Category): Wanted =>
  (exchange) =>
    isList(category)(exchange) &&
    exchange.method === "GET" &&
    exchange.asked.authorization !== undefined &&
    `${exchange.query}` === spelled;
/** An answer with this code of the Error Dictionary to a request of this method. */
export const refusal =
  (errorCode: number, method = "GET"): Wanted =>
  (exchange) =>
    exchange.method === method && exchange.body.includes(`"errorCode":${errorCode},`);
