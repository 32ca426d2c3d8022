import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import swaggerUi from "swagger-ui-dist/package.json" with { type: "json" };
import { type Credentials, docsPage } from "./docs/page.ts";
import { errorsPage } from "./errors-page.ts";
import openApi from "./openapi.json" with { type: "json" };

export type SiteFile = {
  /** Its `Content-Type`. */
  readonly type: string;
  readonly contents: string | Buffer;
  /** It never changes under its path, which names its version. */
  readonly immutable?: boolean;
  /** The `Content-Security-Policy` of a page. */
  readonly policy?: string;
};

/** The files by their path from the site's root; `docs/index.html` is the page `docs/`. */
export type Site = Readonly<Record<string, SiteFile>>;

type SiteOptions = {
  /** Where the API is, its URL without a slash at the end; the document's own servers unless given. */
  readonly server?: { readonly url: string; readonly description: string } | undefined;
  /** What the page's form is filled with: for a client that has nothing to protect. */
  readonly credentials?: Credentials;
};

/** The reference as a site: pages, the OpenAPI document, and all that they load. Links are relative, so it may stand anywhere. */
export const createSite = ({ server, credentials }: SiteOptions = {}): Site => {
  const document = server ? { ...openApi, servers: [server] } : openApi;
  const policy = policyFor(document.servers);
  return {
    "docs/index.html": page(docsPage({ document, policy, ui: UI, credentials })),
    "errors/index.html": page(errorsPage()),
    "docs/page.css": { type: CSS, contents: own("page.css") },
    "docs/swagger-ui.css": { type: CSS, contents: own("swagger-ui.css") },
    "docs/page.js": { type: JS, contents: own("page.js") },
    "docs/icon.svg": { type: SVG, contents: own("icon.svg") },
    [`docs/${UI}/swagger-ui.css`]: { type: CSS, contents: installed("swagger-ui.css"), immutable: true },
    [`docs/${UI}/swagger-ui-bundle.js`]: { type: JS, contents: installed("swagger-ui-bundle.js"), immutable: true },
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

/** With its policy as a header, too, where there are headers: the page itself has it for all other places. */
const page = (contents: string): SiteFile => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(contents)?.[1];
  return { type: HTML, contents, ...(policy && { policy }) };
};

const own = (name: string): Buffer => readFileSync(join(import.meta.dirname, "docs", name));

const distribution = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
/** Without the last line, which names a source map that the site does not have. */
const installed = (name: string): string =>
  readFileSync(join(distribution, name), "utf8").replace(/\n?(?:\/\/|\/\*)# sourceMappingURL=.*\s*$/, "\n");

/** Nothing is loaded from elsewhere, and nothing but the API is called. */
const policyFor = (servers: readonly { readonly url: string; readonly variables?: unknown }[]): string => {
  // Whoever reads the page chooses the host of one that has variables.
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
