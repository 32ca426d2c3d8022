import { CommandError } from "../terminal/command.ts";
import { MAX_LINE_BYTES } from "./wording.ts";

/** Whole lines of the file, unchanged; `line` is the number of the first one, counted from 1. */
export type Lines = { readonly line: number; readonly bytes: Buffer };
/** A line over the limit, of which only the beginning was kept. */
export type LongLine = { readonly line: number; readonly beginning: string };

export const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Bytes. Chunks are cut into pieces of this size, so that a large chunk does not make a large batch. */
const PIECE_BYTES = 64 * 1024;
const BEGINNING_CHARACTERS = 1_000;
/** UTF-8 has at most four bytes a character. */
const BEGINNING_BYTES = 4 * BEGINNING_CHARACTERS;

/**
 * Splits a file at its line ends (`\n` or `\r\n`). At most one line is held in memory, and only the beginning of a line
 * over the limit.
 *
 * @param bytes the file in chunks of any size; a chunk must not change once it was given
 * @returns all lines in order; the last one may lack its line end
 * @throws {CommandError} for a file in UTF-16
 */
export async function* cutLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Lines | LongLine> {
  // The line that is not complete yet, with room for its line end.
  const open = Buffer.allocUnsafe(MAX_LINE_BYTES + 2);
  let length = 0;
  let skipping = false;
  let line = 1;
  for await (const piece of pieces(bytes)) {
    const first = piece.indexOf(NEWLINE) + 1;
    const last = piece.lastIndexOf(NEWLINE) + 1;
    if (!skipping) {
      // Bytes that the buffer has no room for are not copied: a full buffer without a line end is over the limit.
      length += piece.copy(open, length, 0, first || piece.length);
      skipping = withoutLineEnd(open.subarray(0, length)).length > MAX_LINE_BYTES;
      if (skipping) yield { line, beginning: beginningOf(open) };
    }
    if (first === 0) continue;
    if (!skipping) yield { line, bytes: Buffer.from(open.subarray(0, length)) };
    skipping = false;
    line += 1;
    if (last > first) yield { line, bytes: piece.subarray(first, last) };
    line += countLines(piece.subarray(first, last));
    length = piece.copy(open, 0, last);
  }
  if (!skipping) yield { line, bytes: open.subarray(0, length) };
}

/** @returns the bytes without the `\n`, `\r\n` or `\r` at their end */
export const withoutLineEnd = (bytes: Buffer): Buffer => {
  const end = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length;
  return bytes.subarray(0, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
};

/** @returns how many line ends there are in `bytes` */
export const countLines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
};

export const isBlank = (text: string): boolean => /^[\t\r ]*$/.test(text);

/** The chunks without the byte order mark that the first may start with, none of them large. */
async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of bytes) {
    let buffer: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (start) {
      start = Buffer.concat([start, buffer]);
      if (start.length < 3) continue;
      buffer = withoutMark(start);
      start = undefined;
    }
    for (let at = 0; at < buffer.length; at += PIECE_BYTES) yield buffer.subarray(at, at + PIECE_BYTES);
  }
  if (start) yield withoutMark(start);
}

const withoutMark = (start: Buffer): Buffer => {
  if (/^(?:fffe|feff)/.test(start.toString("hex", 0, 2)))
    throw new CommandError("the file is UTF-16; save it as UTF-8");
  return start.toString("hex", 0, 3) === "efbbbf" ? start.subarray(3) : start;
};

const beginningOf = (line: Buffer): string =>
  [...line.toString("utf8", 0, BEGINNING_BYTES)].slice(0, BEGINNING_CHARACTERS).join("");
