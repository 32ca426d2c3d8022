import { routes } from "../shared/http/routes.ts";
import type { PageRequest } from "../shared/store/page-store.ts";

/**
 * Bytes. A longer `Link` header drops unknown query parameters, which stand in it four times; what is left has at most
 * 7,000. Clients and proxies commonly take 8,192 of headers.
 */
const MAX_LINK_BYTES = 6_000;

export type LinkContext = PageRequest & {
  /** The public host, as `https://api.example.com`, without a slash at the end. */
  readonly baseUrl: string;
  readonly employeeID: string;
  readonly rawQuery: string;
  /** How many assignments the list has in all. */
  readonly total: number;
};

/**
 * The `Link` header of a page (RFC 8288): `first`, `prev`, `next` and `last` as absolute URLs with the request's query
 * kept. `next` is missing exactly on the last page and past it, `prev` on the first; past the end, `prev` is the last
 * page.
 */
export const pageLinks = (context: LinkContext): string => {
  const kept = linkHeader(context, new URLSearchParams(`?${context.rawQuery}`));
  return kept.length <= MAX_LINK_BYTES ? kept : linkHeader(context, new URLSearchParams());
};

const linkHeader = ({ baseUrl, employeeID, page, pageSize, total }: LinkContext, query: URLSearchParams): string => {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const targets: Record<string, number | undefined> = {
    first: 1,
    prev: page > 1 ? Math.min(page - 1, last) : undefined,
    next: page < last ? page + 1 : undefined,
    last,
  };
  // Stryker disable next-line StringLiteral: the key has both parts, which its type does not know
  const [, template = ""] = routes.webinarActivity.split(" ");
  const path = template.replace("{employeeID}", () => encodeURIComponent(employeeID));
  query.set("pageSize", `${pageSize}`);
  return Object.entries(targets)
    .filter(([, target]) => target !== undefined)
    .map(([relation, target]) => {
      query.set("page", `${target}`);
      return `<${baseUrl}${path}?${query}>; rel="${relation}"`;
    })
    .join(", ");
};
