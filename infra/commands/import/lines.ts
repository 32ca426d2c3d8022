import { MAX_LINE_BYTES } from "./wording.ts";

/** Whole lines of the file, unchanged; `line` is the number of the first one, counted from 1. */
export type Lines = { readonly line: number; readonly bytes: Buffer };
/** A line over the limit, of which only the beginning was kept. */
export type LongLine = { readonly line: number; readonly beginning: string };

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Bytes. Chunks are cut into pieces of this size, so that a large chunk does not make a large batch. */
const PIECE_BYTES = 64 * 1024;
const BEGINNING_CHARACTERS = 1_000;
/** UTF-8 has at most four bytes a character. */
const BEGINNING_BYTES = 4 * BEGINNING_CHARACTERS;

/**
 * Splits a file at its line ends (`\n`, `\r\n` or `\r`). At most one line is held in memory, and only the beginning of a line
 * over the limit.
 *
 * @param bytes the file in chunks of any size; a chunk must not change once it was given
 * @returns all lines in order; the last one may lack its line end
 */
export async function* cutLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Lines | LongLine> {
  // The line that is not complete yet, with room for its line end.
  const open = Buffer.allocUnsafe(MAX_LINE_BYTES + 2);
  let length = 0;
  let skipping = false;
  let line = 1;
  for await (const piece of pieces(bytes)) {
    const first = firstLineEnd(piece);
    const last = lastLineEnd(piece);
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

/** @returns the offsets after every line end: `\n`, `\r\n` or `\r` */
export const lineEnds = (bytes: Buffer): number[] => {
  const ends: number[] = [];
  let feed = bytes.indexOf(NEWLINE);
  let carriage = bytes.indexOf(CARRIAGE_RETURN);
  while (feed !== -1 || carriage !== -1) {
    if (carriage === -1 || (feed !== -1 && feed < carriage)) {
      ends.push(feed + 1);
      feed = bytes.indexOf(NEWLINE, feed + 1);
      continue;
    }
    // The line feed of a Windows line end counts, and this does not.
    if (feed !== carriage + 1) ends.push(carriage + 1);
    carriage = bytes.indexOf(CARRIAGE_RETURN, carriage + 1);
  }
  return ends;
};

/** @returns the offset after the first line end at or after `start`, 0 without one */
export const firstLineEnd = (bytes: Buffer, start = 0): number => {
  const feed = bytes.indexOf(NEWLINE, start);
  const carriage = bytes.indexOf(CARRIAGE_RETURN, start);
  return carriage === -1 || (feed !== -1 && feed <= carriage + 1) ? feed + 1 : carriage + 1;
};

/** @returns the offset after the last line end that is whole before `end`, 0 without one */
export const lastLineEnd = (bytes: Buffer, end = bytes.length): number => {
  if (end === 0) return 0;
  const feed = bytes.lastIndexOf(NEWLINE, end - 1);
  const carriage = bytes.lastIndexOf(CARRIAGE_RETURN, end - 1);
  if (feed > carriage || bytes[carriage + 1] !== NEWLINE) return Math.max(feed, carriage) + 1;
  return lastLineEnd(bytes, carriage);
};

/** @returns how many line ends there are in `bytes` */
export const countLines = (bytes: Buffer): number => {
  if (bytes.includes(CARRIAGE_RETURN)) return lineEnds(bytes).length;
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
};

export const isBlank = (text: string): boolean => /^[\t\r ]*$/.test(text);

/** @returns the bytes without the byte order marks at their beginning, where files were joined */
export const withoutMarks = (bytes: Buffer): Buffer => {
  let start = 0;
  while (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
  return bytes.subarray(start);
};

/** The chunks in pieces, none of them large, and none ending between the two characters of a Windows line end. */
async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = false;
  for await (const chunk of bytes) {
    const given = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < given.length; at += PIECE_BYTES) {
      let piece: Buffer = given.subarray(at, at + PIECE_BYTES);
      if (held) piece = Buffer.concat([Buffer.of(CARRIAGE_RETURN), piece]);
      held = piece.at(-1) === CARRIAGE_RETURN;
      yield held ? piece.subarray(0, -1) : piece;
    }
  }
  if (held) yield Buffer.of(CARRIAGE_RETURN);
}

const beginningOf = (line: Buffer): string =>
  [...line.toString("utf8", 0, BEGINNING_BYTES)].slice(0, BEGINNING_CHARACTERS).join("");
