import type { Attributes, AttributeValue } from "./protocol.ts";

/** Names an item. The same number must be written in the same way, as the SDK's marshaller does. */
export const itemName = (table: string, key: Attributes): string =>
  JSON.stringify([table, ...Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))]);

const MAP_OVERHEAD = 3;
const MEMBER_OVERHEAD = 1;
const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Two significant digits take a byte, and the sign and the exponent one each. */
const numberSize = (text: string): number => {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d*)\.?(\d*)/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+|0+$/g, "");
  return Math.ceil(digits.length / 2) + 1 + sign.length;
};

const contentSize = (type: string, content: unknown): number => {
  if (type === "S") return Buffer.byteLength(String(content));
  if (type === "N") return numberSize(String(content));
  if (typeof content === "boolean") return 1;
  if (type !== "M") return Buffer.byteLength(JSON.stringify(content));
  const members = { ...(content as Attributes) };
  return MAP_OVERHEAD + MEMBER_OVERHEAD * Object.keys(members).length + attributesSize(members);
};

const valueSize = (value: AttributeValue): number =>
  sum(Object.entries(value).map(([type, content]) => contentSize(type, content)));

/**
 * The size of attributes in bytes as DynamoDB counts it: names and values. Sets, lists and binaries, which no record has,
 * count with their JSON.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const attributesSize = (attributes: Attributes): number =>
  sum(Object.entries(attributes).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
