import { partsOf } from "../shared/http/routes.ts";
import type { PageRequest } from "../shared/store/page-store.ts";

/**
 * Bytes. A longer `Link` header drops unknown query parameters, which stand in it four times, and then, for a long `name`,
 * `first` and `last`; what is left has at most 7,600. Clients and proxies commonly take 8,192 of headers.
 */
const MAX_LINK_BYTES = 6_000;

export type LinkContext = PageRequest & {
  /** The public host, as `https://api.example.com`, without a slash at the end. */
  readonly baseUrl: string;
  /** The request's route key. */
  readonly route: string;
  /** Stands in the route's path where that has a place for it. */
  readonly employeeID?: string | undefined;
  readonly rawQuery: string;
  /** The search, where there is one. */
  readonly name?: string | undefined;
  /** How many records the list has in all. */
  readonly total: number;
};

/**
 * The `Link` header of a page (RFC 8288): `first`, `prev`, `next` and `last` as absolute URLs with the request's query
 * kept. `next` is missing exactly on the last page and past it, `prev` on the first; past the end, `prev` is the last
 * page.
 */
export const pageLinks = (context: LinkContext): string => {
  const { page, pageSize, total, rawQuery, name } = context;
  const last = Math.max(1, Math.ceil(total / pageSize));
  const targets: Targets = {
    first: 1,
    prev: page > 1 ? Math.min(page - 1, last) : undefined,
    next: page < last ? page + 1 : undefined,
    last,
  };
  const whole = linkHeader(context, targets, rawQuery);
  if (whole.length <= MAX_LINK_BYTES) return whole;
  const needed = `${new URLSearchParams(name === undefined ? {} : { name })}`;
  const known = linkHeader(context, targets, needed);
  if (known.length <= MAX_LINK_BYTES || name === undefined) return known;
  const { prev, next } = targets;
  // The only page there is has no other links, and these are two as well.
  return linkHeader(context, prev === undefined && next === undefined ? targets : { prev, next }, needed);
};

/** The page that each relation leads to. */
type Targets = { readonly [Relation in "first" | "prev" | "next" | "last"]?: number | undefined };

const linkHeader = (
  { baseUrl, route, employeeID = "", pageSize }: LinkContext,
  targets: Targets,
  rawQuery: string,
): string => {
  const path = partsOf(route).path.replace("{employeeID}", () => encodeURIComponent(employeeID));
  const query = new URLSearchParams(`?${rawQuery}`);
  query.set("pageSize", `${pageSize}`);
  return Object.entries(targets)
    .filter(([, target]) => target !== undefined)
    .map(([relation, target]) => {
      query.set("page", `${target}`);
      return `<${baseUrl}${path}?${query}>; rel="${relation}"`;
    })
    .join(", ");
};

export type NextContext = Pick<LinkContext, "baseUrl" | "route" | "rawQuery" | "pageSize"> & {
  readonly category?: string | undefined;
  /** The watermark to go on from. */
  readonly next: string;
};

/** The `Link` header of a page of changes: `next`, with the request's query kept, or of a long one what the route knows. */
export const nextLink = ({ baseUrl, route, rawQuery, pageSize, category, next }: NextContext): string => {
  const query = new URLSearchParams(`?${rawQuery}`);
  query.set("since", next);
  const known = { pageSize: `${pageSize}`, ...(category && { category }), since: next };
  const linkWith = (query: URLSearchParams) => `<${baseUrl}${partsOf(route).path}?${query}>; rel="next"`;
  const whole = linkWith(query);
  return whole.length <= MAX_LINK_BYTES ? whole : linkWith(new URLSearchParams(known));
};
