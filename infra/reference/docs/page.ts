import { partsOf, TOKEN_ROUTE } from "../../../functions/shared/http/routes.ts";
import type openApi from "../openapi.json";

export type Credentials = { readonly clientID: string; readonly clientSecret: string };

type Page = {
  readonly document: Pick<typeof openApi, "info" | "paths">;
  /** The `Content-Security-Policy`, in the page because a static host may not send the header. */
  readonly policy: string;
  /** The folder of Swagger UI, next to the page. */
  readonly ui: string;
  /** Fills in the form. */
  readonly credentials?: Credentials | undefined;
};

/** The site's other documents. */
const links = [
  ["../errors/", "Errors, what they mean and what to do"],
  ["../openapi.json", "OpenAPI document"],
] as const;

/** The page `docs/`: a form to get a token, and the reference with requests to try. */
export const docsPage = ({ document, policy, ui, credentials }: Page): string => {
  const { title, summary, version } = document.info;
  const { operationId, tags } = document.paths["/ruangkerja/dashboard/users/{employeeID}/courses/webinar"].get;
  const { clientID = "", clientSecret = "" } = credentials ?? {};
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
  <title>${escapeHtml(title)}: reference</title>
  <link rel="icon" type="image/svg+xml" href="icon.svg">
  <link rel="stylesheet" href="${ui}/swagger-ui.css">
  <link rel="stylesheet" href="page.css">
  <link rel="stylesheet" href="swagger-ui.css">
  <script defer src="${ui}/swagger-ui-bundle.js"></script>
  <script defer src="page.js"></script>
</head>
<body>
  <header>
    <div class="column">
      <p class="kicker">API reference, version ${escapeHtml(version)}</p>
      <h1>${escapeHtml(title)}</h1>
      <p class="summary">${escapeHtml(summary)}</p>
      <nav aria-label="Documents">${links.map(([href, text]) => `<a href="${href}">${text}</a>`).join(" ")}</nav>
    </div>
  </header>
  <div>
    <section class="column steps" aria-labelledby="steps">
      <h2 id="steps">A real answer in three clicks</h2>
      <noscript><p>This page needs JavaScript. <a href="../openapi.json">openapi.json</a> says the same.</p></noscript>
      <ol>
        <li>
          <form id="token" data-path="${escapeHtml(partsOf(TOKEN_ROUTE).path)}">
            <label>Client ID <input name="clientID" required autocomplete="off" spellcheck="false" value="${escapeHtml(clientID)}"></label>
            <label>Client secret <input name="clientSecret" required type="password" autocomplete="off" value="${escapeHtml(clientSecret)}"></label>
            <button disabled>Get a token</button>
          </form>
          <p class="note">${credentials ? "The demo client of the local stack is filled in. " : ""}Secret and token stay in this page's memory.</p>
          <p id="outcome" role="status"></p>
        </li>
        <li><button id="open" disabled data-tag="${escapeHtml(tags[0] ?? "")}" data-operation="${escapeHtml(operationId)}">Open the list</button>
          <span class="note">Its parameters are filled in.</span></li>
        <li><strong>Execute</strong> <span class="note">sends it, and shows the answer below.</span></li>
      </ol>
    </section>
    <div id="reference"></div>
  </div>
</body>
</html>
`;
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
