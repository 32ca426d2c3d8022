import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** HTML in which every text that was filled in is escaped. */
export type Markup = HtmlEscapedString;

/** Escapes what is filled in, but for markup and lists of it. Nothing in a page is awaited, so no promise comes back. */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): Markup =>
  template(strings, ...values) as Markup;

/** @returns a text in which backticks mark code, as on the rest of the project's pages */
export const inline = (text: string): Markup[] =>
  text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
