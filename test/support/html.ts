import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, serialize } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);

/** Every element under a node, in the order of the document. */
export const elementsIn = (node: Node): Element[] =>
  childrenOf(node).flatMap((child) => (defaultTreeAdapter.isElementNode(child) ? [child, ...elementsIn(child)] : []));

export const attributeOf = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((attribute) => attribute.name === name)?.value;

/** An element's text as a reader sees it, but for white space at its ends. */
export const textOf = (node: Node): string => rawTextOf(node).trim();

const rawTextOf = (node: Node): string => ("value" in node ? node.value : childrenOf(node).map(rawTextOf).join(""));

/** White space and quotes may be written in several ways. */
const plain = (html: string): string =>
  html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replace(/\s+/g, "").toLowerCase();

/**
 * Reads an HTML document as a browser does.
 *
 * @returns its elements; and the parse errors that the HTML standard names, with their lines, and whether a browser
 *   makes other elements of it than those that are written, as of a list in a paragraph
 */
export const readHtml = (html: string) => {
  const errors: string[] = [];
  const document = parse(html, {
    scriptingEnabled: false,
    onParseError: ({ code, startLine }) => errors.push(`${startLine}: ${code}`),
  });
  return { elements: elementsIn(document), errors, isReadAsWritten: plain(serialize(document)) === plain(html) };
};
