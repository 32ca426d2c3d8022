import { TextDecoder } from "node:util";
import { type SaxesAttributeNS, SaxesParser } from "saxes";
import { CommandError } from "../../terminal/command.ts";
import { bounds } from "./bounds.ts";

/** By name, as it is written: `r`, `r:id`. */
export type Attributes = Readonly<Record<string, SaxesAttributeNS>>;

/** What to do at an element, and which elements inside it are looked at; all others are skipped with all they have. */
export type Element = {
  readonly open?: (attributes: Attributes) => void;
  /** Called with each piece of the text directly inside the element. */
  readonly text?: (piece: string) => void;
  readonly close?: () => void;
  readonly inside?: ReadonlyMap<string, Element>;
};

const OOXML = "http://schemas.openxmlformats.org";
const STRICT = "http://purl.oclc.org/ooxml";
/** Of elements, transitional and strict (ECMA-376). An element of another namespace is an extension. */
const NAMESPACES = new Set([
  `${OOXML}/spreadsheetml/2006/main`,
  `${STRICT}/spreadsheetml/main`,
  `${OOXML}/package/2006/relationships`,
  `${OOXML}/package/2006/content-types`,
]);
const RELATIONSHIPS = new Set([`${OOXML}/officeDocument/2006/relationships`, `${STRICT}/officeDocument/relationships`]);

/** The elements by their names without a prefix. */
export const elements = (byName: Readonly<Record<string, Element>>): ReadonlyMap<string, Element> =>
  new Map(Object.entries(byName));

/** @returns the attribute that names a relationship, whatever its prefix is */
export const relationshipOf = (attributes: Attributes): string | undefined =>
  Object.values(attributes).find(({ local, uri }) => local === "id" && RELATIONSHIPS.has(uri))?.value;

/** @returns whether an attribute is true as XML Schema writes it */
export const isTrue = (attribute: SaxesAttributeNS | undefined): boolean =>
  attribute?.value === "1" || attribute?.value === "true";

/**
 * Reads a part of a workbook, and calls what `roots` has for its elements, in the order of the file.
 *
 * @param name of the part, for messages
 * @param roots the elements that the part may be
 * @returns an iteration that ends when the part is read; each step reads one chunk. It throws a `CommandError` for a part
 *   that is no XML or another one, has a DTD, or is over a bound
 */
export async function* walk(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  roots: ReadonlyMap<string, Element>,
): AsyncGenerator<void> {
  const refuse = (what: string): never => {
    throw new CommandError(`the workbook is damaged: ${name} ${what}`);
  };
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: (Element | undefined)[] = [];
  let pending = 0;
  const progressed = () => {
    pending = 0;
  };
  // No more than these six: from the seventh handler on, V8 keeps the parser's fields in a dictionary, and it is four times
  // as slow.
  parser.on("error", ({ message }) => refuse(`is not well-formed XML (${message})`));
  // Excel writes none; a DTD can define entities that expand to any size, or that name other files.
  parser.on("doctype", () => refuse("has a document type declaration"));
  parser.on("opentag", ({ local, uri, attributes }) => {
    progressed();
    if (open.length === bounds.depth) refuse(`has more than ${bounds.depth} elements inside each other`);
    const known = open.length === 0 ? roots : open.at(-1)?.inside;
    const element = NAMESPACES.has(uri) ? known?.get(local) : undefined;
    if (!element && open.length === 0) refuse(`begins with <${local}>`);
    open.push(element);
    element?.open?.(attributes);
  });
  const text = (piece: string) => {
    progressed();
    open.at(-1)?.text?.(piece);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    progressed();
    open.pop()?.close?.();
  });
  for await (const piece of decoded(bytes, refuse)) {
    pending += piece.length;
    parser.write(piece);
    if (pending > bounds.token) refuse(`has a tag or text of more than ${bounds.token} characters`);
    yield;
  }
  parser.close();
}

/** A part is UTF-8 or UTF-16 (ECMA-376-2, 10.1.1). */
async function* decoded(bytes: AsyncIterable<Uint8Array>, refuse: (what: string) => never): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder?.decode(chunk, { stream: chunk !== undefined }) ?? "";
    } catch {
      return refuse("has bytes that are not text");
    }
  };
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    yield decode(chunk);
  }
  yield decode();
}

const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
};
