import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Site, SiteFile } from "../reference/site.ts";
import type { Routes } from "./gateway/route.ts";

/**
 * Makes GET routes of a site's files. The path of a page ends with a slash; without the slash it redirects there.
 *
 * @param url the gateway's public URL. The redirect goes to it because a page under another name of this machine would
 *   call the API cross-origin
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
    // A later stack on the same port may have another version.
    "Cache-Control": immutable ? `public, max-age=${YEAR}, immutable` : "no-cache",
    "X-Content-Type-Options": "nosniff",
    ...(policy && { "Content-Security-Policy": `${policy}; frame-ancestors 'none'`, "Referrer-Policy": "no-referrer" }),
  },
  body: Buffer.from(contents).toString("base64"),
  isBase64Encoded: true,
});

/** 302 and not 301: browsers would remember a permanent redirect after the stack has stopped. */
const redirect = (location: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 302,
  headers: { Location: location, "Cache-Control": "no-store" },
});
