import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** HTML in which all inserted text is escaped. */
export type Markup = HtmlEscapedString;

/** Escapes inserted values, except markup and lists of markup. No value is a promise, so the result is not one either. */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): Markup =>
  template(strings, ...values) as Markup;

/** @returns a text as markup; backticks mark code */
export const inline = (text: string): Markup[] =>
  text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
