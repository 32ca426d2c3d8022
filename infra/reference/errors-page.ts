import { STATUS_CODES } from "node:http";
import { raw } from "hono/html";
import { type ErrorEntry, type ErrorName, errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { english } from "./errors/english.ts";
import { gateway, gatewayStatuses } from "./errors/gateway.ts";
import { type Guidance, type Language, languages } from "./errors/guidance.ts";
import { indonesian } from "./errors/indonesian.ts";
import { html, inline, type Markup } from "./errors/markup.ts";
import { style } from "./errors/style.ts";
import { type Repeat, words } from "./errors/words.ts";
import { exampleBody, exampleHeaders } from "./openapi/errors.ts";

const guidance: Readonly<Record<Language, Readonly<Record<ErrorName, Guidance>>>> = { id: indonesian, en: english };
const names = Object.keys(errorDictionary) as ErrorName[];

/** As in the OpenAPI document: 429 and 503 say how long to wait, a 504 may pass, any other failure stays. */
const repeats: Readonly<Record<number, Repeat>> = { 429: "wait", 503: "wait", 504: "soon" };

/** Both languages, side by side if the screen is wide enough. */
const inBoth = (make: (language: Language) => Markup): Markup => html`
<div class="languages">${languages.map(
  (language) => html`
<div lang="${language}">
${make(language)}
</div>`,
)}
</div>`;

const nameOf = (language: Language): Markup => html`<p class="tongue">${words[language].language}</p>`;

const paragraphs = (texts: readonly string[]): Markup[] => texts.map((text) => html`<p>${inline(text)}</p>\n`);

const steps = (advice: readonly string[]): Markup => html`<ul>
${advice.map((step) => html`<li>${inline(step)}</li>\n`)}</ul>`;

const answerOf = (name: ErrorName): string => {
  const { status } = errorDictionary[name];
  const lines = Object.entries(exampleHeaders(name)).map(([header, value]) => `${header}: ${value}\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\n${lines.join("")}\n${JSON.stringify(exampleBody(name))}`;
};

const failure = (name: ErrorName): Markup => {
  const { errorCode, status, grpc, text }: ErrorEntry = errorDictionary[name];
  const repeat = repeats[status] ?? "no";
  return html`
<article id="${errorCode}" aria-labelledby="title-${errorCode}">
<h2 id="title-${errorCode}"><a href="#${errorCode}">${errorCode}</a> ${text}</h2>
<p class="title second" lang="id">${indonesian[name].title}</p>
<ul class="facts"><li>HTTP ${status} ${STATUS_CODES[status]}</li><li>gRPC ${grpc ?? "–"}</li></ul>
${inBoth(
  (language) => html`${nameOf(language)}
<p class="repeat ${repeat}">${words[language].repeat[repeat]}</p>
<h3>${words[language].cause}</h3>
<p>${inline(guidance[language][name].cause)}</p>
<h3>${words[language].advice}</h3>
${steps(guidance[language][name].advice)}`,
)}
<p class="example"><span lang="id">${words.id.example}</span> · ${words.en.example}</p>
<pre><code>${answerOf(name)}</code></pre>
</article>`;
};

const gatewaySection = (): Markup => html`
<section id="gateway" aria-labelledby="title-gateway">
<h2 id="title-gateway"><a href="#gateway">GW</a> ${words.en.gateway.title}</h2>
<p class="title second" lang="id">${words.id.gateway.title}</p>
<pre><code>HTTP/1.1 429 ${STATUS_CODES[429]}

${JSON.stringify({ message: STATUS_CODES[429] })}</code></pre>
${inBoth(
  (language) => html`${nameOf(language)}
${paragraphs(words[language].gateway.introduction)}`,
)}
${gatewayStatuses.map(
  (status) => html`
<h3>HTTP ${status} ${STATUS_CODES[status]}</h3>
${inBoth(
  (language) => html`<p>${inline(gateway[language][status].cause)}</p>
${steps(gateway[language][status].advice)}`,
)}`,
)}
</section>`;

const contents = (): Markup => html`
<nav aria-labelledby="contents">
<h2 id="contents"><span lang="id">${words.id.contents}</span> <span class="second">${words.en.contents}</span></h2>
<ol>${names.map((name) => {
  const { errorCode, text } = errorDictionary[name];
  return contentsLine(`${errorCode}`, `${errorCode}`, text, indonesian[name].title);
})}${contentsLine("gateway", "GW", words.en.gateway.title, words.id.gateway.title)}
</ol>
</nav>`;

const contentsLine = (anchor: string, mark: string, text: string, translation: string): Markup => html`
<li><a href="#${anchor}"><strong>${mark}</strong> <span>${text} <span class="second" lang="id">${translation}</span></span></a></li>`;

type Links = {
  /** The URLs of the reference and of the OpenAPI document. */
  readonly docs: string;
  readonly openapi: string;
};

/**
 * The Error Dictionary as a page in English and Indonesian: what each code means for a caller and what to do, at the
 * anchor that an error's `Link` points to (`#123`). The page is self-contained: no script, no other file, no other host.
 *
 * @param links relative URLs are relative to the page. The defaults are for a page at `…/errors/`. They also work at
 *   `/errors`, because `..` stops at the root, but not at `/some/folder/errors` without the slash
 * @returns the HTML document
 */
export const errorsPage = (links: Links = { docs: "../docs/", openapi: "../openapi.json" }): string =>
  `${html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<title>${words.en.title} · ${words.id.title} · Course activity API</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#codes"><span lang="id">Lewati daftar isi</span> · Skip the contents</a>
<header>
<h1><span lang="id">${words.id.title}</span> <span class="second">${words.en.title}</span></h1>
<ul class="links">
<li><a href="${links.docs}"><span lang="id">${words.id.docs}</span> · ${words.en.docs}</a></li>
<li><a href="${links.openapi}"><span lang="id">${words.id.openapi}</span> · ${words.en.openapi}</a></li>
</ul>
${inBoth(
  (language) => html`${nameOf(language)}
${paragraphs(words[language].introduction)}`,
)}
</header>
${contents()}
<main id="codes">${names.map(failure)}${gatewaySection()}
</main>
</body>
</html>
`}`;
