import { CHANGES_ROUTE, listRoute, partsOf } from "../../functions/shared/http/routes.ts";
import type { Category } from "../../functions/shared/store/categories.ts";
import { allCategories } from "../support/records.ts";

/**
 * A request as it goes over the wire, a character for each byte (Latin-1). `{{demo}}` and the like stand for what
 * differs from one start of the stack to the next, so that a request found today can be sent again tomorrow.
 */
export type Sent = {
  readonly text: string;
  /** The client closes its side after the last byte, in the midst of a request. */
  readonly hangsUp?: boolean;
};

export type Field = readonly [name: string, value: string];

export type Parts = {
  readonly method?: string;
  readonly target: string;
  /** After `Host`. */
  readonly headers?: readonly Field[];
  /** A character for each byte. */
  readonly body?: string;
};

/** @returns the request with its length, on a connection that ends with it */
export const requestOf = ({ method = "GET", target, headers = [], body = "" }: Parts): Sent => {
  const length: Field[] = body ? [["Content-Length", `${body.length}`]] : [];
  const fields: Field[] = [["Host", "{{host}}"], ...headers, ...length, ["Connection", "close"]];
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return { text: `${method} ${target} HTTP/1.1\r\n${lines}\r\n${body}` };
};

/** @returns `text` in UTF-8, a character for each byte */
export const bytesOf = (text: string): string => Buffer.from(text).toString("latin1");

const templateOf = (category: Category): string => partsOf(listRoute(category)).path;

/** @returns the path of a category's list; `segment` goes in as it is, where the path names an employee */
export const listPath = (category: Category, segment: string): string =>
  templateOf(category).replace(EMPLOYEE, () => segment);

export const TOKEN_PATH = "/oauth/token";

/** A list by whose it is, since that is what the documentation tells apart. */
export type Endpoint = Category["owner"] | "changes" | "token" | "elsewhere";

/** What a request asks for, as its first line and its headers say. */
export type Asked = {
  readonly endpoint: Endpoint;
  readonly method: string;
  /** Of a list. */
  readonly category?: Category;
  /** The employee whom the path names, decoded once. */
  readonly employeeID?: string;
  readonly query: URLSearchParams;
  /** Whose token it shows, of those that the world made. */
  readonly token?: string;
};

const EMPLOYEE = "{employeeID}";
/** One blank or several between its words: RFC 9112, section 3, allows a recipient to take them, and Node does. */
const REQUEST_LINE = /^([!#$%&'*+.^_`|~\w-]+) +([^\s]+) +HTTP\/1\.1\r\n/;
const SHOWN = /^authorization:[\t ]*(?:bearer[\t ]+)?\{\{(\w+)\}\}[\t ]*\r$/im;

/** @returns `undefined` where the first line is none of HTTP/1.1's */
export const askedBy = ({ text }: Sent): Asked | undefined => {
  const [line, method, target] = REQUEST_LINE.exec(text) ?? [];
  if (line === undefined || method === undefined || target === undefined) return undefined;
  // As a proxy would send it; the rest is the path.
  const [path = "", ...query] = target.replace(/^https?:\/\/[^/?]*\/?/i, "/").split("?");
  const token = SHOWN.exec(text.slice(0, text.indexOf("\r\n\r\n")))?.[1];
  const list = method === "GET" ? categoryList(path) : undefined;
  return {
    endpoint: list?.category.owner ?? otherEndpoint(method, path),
    method,
    query: new URLSearchParams(`?${query.join("?")}`),
    ...list,
    ...(token !== undefined && { token }),
  };
};

const otherEndpoint = (method: string, path: string): Endpoint => {
  const route = `${method} ${path.split("/").map(decoded).join("/")}`;
  if (route === CHANGES_ROUTE) return "changes";
  return method === "POST" && decoded(path) === TOKEN_PATH ? "token" : "elsewhere";
};

/** The gateway splits a path before it decodes it, so that an encoded slash stays in its segment. */
const categoryList = (path: string): { category: Category; employeeID?: string } | undefined => {
  const segments = path.split("/").map(decoded);
  for (const category of allCategories) {
    const template = templateOf(category).split("/");
    const fits = (part: string, at: number) => (part === EMPLOYEE ? Boolean(segments[at]) : segments[at] === part);
    if (segments.length !== template.length || !template.every(fits)) continue;
    const employeeID = segments[template.indexOf(EMPLOYEE)];
    return { category, ...(employeeID && { employeeID }) };
  }
  return undefined;
};

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};
