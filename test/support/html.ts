import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, serialize } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);

/** Every element under a node, in document order. */
export const elementsIn = (node: Node): Element[] =>
  childrenOf(node).flatMap((child) => (defaultTreeAdapter.isElementNode(child) ? [child, ...elementsIn(child)] : []));

export const attributeOf = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((attribute) => attribute.name === name)?.value;

/** An element's visible text, trimmed. */
export const textOf = (node: Node): string => rawTextOf(node).trim();

const rawTextOf = (node: Node): string => ("value" in node ? node.value : childrenOf(node).map(rawTextOf).join(""));

/** Removes white space and normalizes quotes. */
const plain = (html: string): string =>
  html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replace(/\s+/g, "").toLowerCase();

/**
 * Parses an HTML document like a browser.
 *
 * @returns its elements; the parse errors of the HTML standard, with their lines; and whether a browser creates other
 *   elements than the written ones, such as for a list in a paragraph
 */
export const readHtml = (html: string) => {
  const errors: string[] = [];
  const document = parse(html, {
    scriptingEnabled: false,
    onParseError: ({ code, startLine }) => errors.push(`${startLine}: ${code}`),
  });
  return { elements: elementsIn(document), errors, isReadAsWritten: plain(serialize(document)) === plain(html) };
};
