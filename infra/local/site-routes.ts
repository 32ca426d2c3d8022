import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Site, SiteFile } from "../reference/site.ts";
import type { Routes } from "./gateway/route.ts";

/**
 * A site's files as functions behind the gateway, to GET alone; a page's path has a slash at the end, and without it leads there.
 *
 * @param url the gateway's public URL: a page that was asked for under another name of this machine would call an API
 *   of another origin
 */
export const siteRoutes = (site: Site, url: string): Routes =>
  Object.fromEntries(
    Object.entries(site).flatMap(([path, file]) => {
      const folder = /^(?<name>.+)\/index\.html$/.exec(path)?.groups?.["name"];
      const route = [`GET /${folder === undefined ? path : `${folder}/`}`, async () => answer(file)] as const;
      return folder === undefined ? [route] : [route, [`GET /${folder}`, async () => redirect(`${url}/${folder}/`)]];
    }),
  );

const YEAR = 31_536_000;

const answer = ({ type, contents, immutable, policy }: SiteFile): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: {
    "Content-Type": type,
    // The next stack on the same port may be another version.
    "Cache-Control": immutable ? `public, max-age=${YEAR}, immutable` : "no-cache",
    "X-Content-Type-Options": "nosniff",
    ...(policy && { "Content-Security-Policy": `${policy}; frame-ancestors 'none'`, "Referrer-Policy": "no-referrer" }),
  },
  body: Buffer.from(contents).toString("base64"),
  isBase64Encoded: true,
});

/** For now, not for good: browsers remember that beyond the life of the stack. */
const redirect = (location: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 302,
  headers: { Location: location, "Cache-Control": "no-store" },
});
