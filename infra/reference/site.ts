import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import swaggerUi from "swagger-ui-dist/package.json" with { type: "json" };
import { type Credentials, docsPage } from "./docs/page.ts";
import { errorsPage } from "./errors-page.ts";
import openApi from "./openapi.json" with { type: "json" };

export type SiteFile = {
  /** The `Content-Type`. */
  readonly type: string;
  readonly contents: string | Buffer;
  /** The path has the file's version, so the content at this path never changes. */
  readonly immutable?: boolean;
  /** The `Content-Security-Policy` of a page. */
  readonly policy?: string;
};

/** The files by their path from the site's root; `docs/index.html` is served as `docs/`. */
export type Site = Readonly<Record<string, SiteFile>>;

type SiteOptions = {
  /** The API's server, its URL without a trailing slash. Default: the servers of the OpenAPI document. */
  readonly server?: { readonly url: string; readonly description: string } | undefined;
  /** Fills in the page's form. Only for a client without real data. */
  readonly credentials?: Credentials;
};

/** The reference as a site: pages, the OpenAPI document and all assets. Links are relative, so any path can host it. */
export const createSite = ({ server, credentials }: SiteOptions = {}): Site => {
  const document = server ? { ...openApi, servers: [server] } : openApi;
  const policy = policyFor(document.servers);
  return {
    "docs/index.html": page(docsPage({ document, policy, ui: UI, credentials })),
    "errors/index.html": page(errorsPage()),
    "docs/page.css": { type: CSS, contents: siteAsset("page.css") },
    "docs/swagger-ui.css": { type: CSS, contents: siteAsset("swagger-ui.css") },
    "docs/page.js": { type: JS, contents: siteAsset("page.js") },
    "docs/icon.svg": { type: SVG, contents: siteAsset("icon.svg") },
    [`docs/${UI}/swagger-ui.css`]: { type: CSS, contents: swaggerAsset("swagger-ui.css"), immutable: true },
    [`docs/${UI}/swagger-ui-bundle.js`]: { type: JS, contents: swaggerAsset("swagger-ui-bundle.js"), immutable: true },
    "openapi.json": { type: JSON_TYPE, contents: `${JSON.stringify(document, null, 2)}\n` },
  };
};

const HTML = "text/html; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const JS = "text/javascript; charset=utf-8";
const SVG = "image/svg+xml";
const JSON_TYPE = "application/json; charset=utf-8";

/** The folder of Swagger UI in the site. */
const UI = `swagger-ui-${swaggerUi.version}`;

/** Copies the page's own policy, so that a server can also send it as a header. */
const page = (contents: string): SiteFile => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(contents)?.[1];
  return { type: HTML, contents, ...(policy && { policy }) };
};

const siteAsset = (name: string): Buffer => readFileSync(join(import.meta.dirname, "docs", name));

const distribution = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
/** Without the last line, the reference to a source map, which the site does not have. */
const swaggerAsset = (name: string): string =>
  readFileSync(join(distribution, name), "utf8").replace(/\n?(?:\/\/|\/\*)# sourceMappingURL=.*\s*$/, "\n");

/** Allows assets only from the site itself, and calls only to the site and the API. */
const policyFor = (servers: readonly { readonly url: string; readonly variables?: unknown }[]): string => {
  // If a server has variables, the reader of the page chooses its host.
  const origins = servers.map(({ url, variables }) => (variables ? "https:" : new URL(url).origin));
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The icons of Swagger UI are in its style sheet.
    "img-src 'self' data:",
    `connect-src ${["'self'", ...origins].join(" ")}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
};
