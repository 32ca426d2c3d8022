import type { Attributes, AttributeValue } from "./protocol.ts";

type Decimal = { sign: "-" | ""; digits: string; exponent: number };

/**
 * A number's significant digits and exponent: the same for `1`, `1.0` and `10e-1`. A text that is not a number has no
 * digits.
 */
const decimalOf = (text: string): Decimal => {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  const integer = `${whole}${fraction}`.replace(/^0+/, "");
  const digits = integer.replace(/0+$/, "");
  if (digits === "") return { sign: "", digits, exponent: 0 };
  const trailingZeros = integer.length - digits.length;
  return { sign: sign === "-" ? "-" : "", digits, exponent: Number(exponent) - fraction.length + trailingZeros };
};

const canonicalKeyValue = (value: AttributeValue): AttributeValue =>
  typeof value["N"] === "string" ? { N: decimalOf(value["N"]) } : value;

/** A name for an item: two keys have the same name if and only if they identify the same item. */
export const itemName = (table: string, key: Attributes): string =>
  JSON.stringify([
    table,
    ...Object.keys(key)
      .sort()
      .map((name) => [name, canonicalKeyValue(key[name] ?? {})]),
  ]);

const COLLECTION_OVERHEAD = 3;
const ELEMENT_OVERHEAD = 1;
const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);

const numberSize = (text: string): number => {
  const { sign, digits } = decimalOf(text);
  return Math.ceil(digits.length / 2) + 1 + sign.length;
};

const valueSize = (value: AttributeValue): number =>
  sum(Object.entries(value).map(([type, content]) => contentSize(type, content)));

const contentSize = (type: string, content: unknown): number => {
  if (type === "L" && Array.isArray(content)) {
    return COLLECTION_OVERHEAD + sum(content.map((element) => ELEMENT_OVERHEAD + valueSize(element)));
  }
  if (Array.isArray(content)) return sum(content.map((element) => contentSize(type.slice(0, 1), element)));
  if (typeof content === "object" && content !== null) {
    return COLLECTION_OVERHEAD + ELEMENT_OVERHEAD * Object.keys(content).length + attributesSize({ ...content });
  }
  if (typeof content !== "string") return 1;
  if (type === "N") return numberSize(content);
  return Buffer.byteLength(content, type === "B" ? "base64" : "utf8");
};

/**
 * The size of attributes in bytes as DynamoDB counts it: names and values, with two digits of a number in a byte.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const attributesSize = (attributes: Attributes): number =>
  sum(Object.entries(attributes).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
