import { CommandError } from "../terminal/command.ts";

/** What to do about a file in another encoding. */
export const SAVE_AS_UTF8 =
  'save it as UTF-8: in Excel "Save As" with the type "CSV UTF-8", in LibreOffice "Save As", "Edit filter settings" ' +
  "and the character set UTF-8";

/** What to do about a workbook that comes from a pipe: its directory is at its end. */
export const GIVE_FILE = "save it to a file, and give the file's name";

/** Bytes at the beginning of a file that name its encoding or its kind, as hexadecimal digits. */
const refused: readonly (readonly [beginning: RegExp, name: string, advice?: string])[] = [
  [/^(?:fffe0000|0000feff)/, "UTF-32"],
  [/^(?:000000[^0]|000000.[^0]|(?!0000)....0000$)/, "UTF-32 without a byte order mark"],
  [/^(?!00)..00/, "UTF-16 LE without a byte order mark"],
  [/^00(?!00)../, "UTF-16 BE without a byte order mark"],
  [/^84319533/, "GB 18030"],
  [/^2b2f76/, "UTF-7"],
  [/^504b0304/, "an Excel workbook (.xlsx) or another ZIP archive", GIVE_FILE],
  [/^d0cf11e0/, "an Excel workbook (.xls), or one with a password", GIVE_FILE],
];

/**
 * Decodes a file by its byte order mark: UTF-8, which is also the encoding without one, and UTF-16, LE and BE.
 *
 * @param bytes the file in chunks of any size
 * @returns it in UTF-8, without the mark
 * @throws {CommandError} for another encoding, by name where it can be told, with what to do
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0);
  let convert = (chunk: Uint8Array): Uint8Array => chunk;
  let finish = (): void => {};
  const open = (start: Buffer): Uint8Array => {
    const digits = start.toString("hex", 0, 4);
    const other = refused.find(([beginning]) => beginning.test(digits));
    if (other) throw new CommandError(`the file is ${other[1]}; ${other[2] ?? SAVE_AS_UTF8}`);
    const encoding = { fffe: "utf-16le", feff: "utf-16be" }[digits.slice(0, 4)];
    if (encoding !== undefined) ({ convert, finish } = fromUtf16(encoding));
    if (encoding !== undefined) return convert(start.subarray(2));
    return digits.startsWith("efbbbf") ? start.subarray(3) : start;
  };
  for await (const chunk of bytes) {
    if (!head) {
      yield convert(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 4) continue;
    yield open(head);
    head = undefined;
  }
  if (head) yield open(head);
  finish();
}

const fromUtf16 = (encoding: string) => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  const text = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new CommandError(`the file is not valid ${encoding.toUpperCase()}; ${SAVE_AS_UTF8}`);
    }
  };
  return { convert: (chunk: Uint8Array): Uint8Array => encoder.encode(text(chunk)), finish: () => void text() };
};
