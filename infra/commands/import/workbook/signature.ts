import { closeSync, openSync, readSync, statSync } from "node:fs";
import { CommandError } from "../../terminal/command.ts";

const OLE = "d0cf11e0a1b11ae1";
/** A local file header, or the end of an archive without files. */
const ZIP = ["504b0304", "504b0506"];

/** An entry of an OLE directory has 128 bytes, at a multiple of them, and begins with its name. */
const DIRECTORY_ENTRY_BYTES = 128;
const CHUNK_BYTES = 8_192 * DIRECTORY_ENTRY_BYTES;
const ENCRYPTED = Buffer.from("EncryptedPackage\0", "utf16le");

const SAVE_AS = "open it in Excel or LibreOffice, save it as Excel Workbook (.xlsx)";

/** @returns what a file is by its first 8 bytes, where that is an archive: `zip`, as .xlsx is, or `ole`, as .xls is */
const containerOf = (beginning: Uint8Array): "zip" | "ole" | undefined => {
  const hex = Buffer.from(beginning).toString("hex", 0, 8);
  if (hex === OLE) return "ole";
  return ZIP.some((signature) => hex.startsWith(signature)) ? "zip" : undefined;
};

/** @returns `containerOf` the file's beginning; the file system's own errors are thrown */
export const containerOfFile = (path: string): "zip" | "ole" | undefined => {
  const beginning = Buffer.alloc(8);
  const file = openSync(path, "r");
  try {
    return containerOf(beginning.subarray(0, readSync(file, beginning)));
  } finally {
    closeSync(file);
  }
};

/** @returns whether a file is a workbook, or looks like one until it is opened; not for a pipe, whose bytes would be gone */
export const isWorkbook = (path: string): boolean => {
  try {
    return statSync(path).isFile() && containerOfFile(path) !== undefined;
  } catch {
    return false;
  }
};

/** @throws {CommandError} always: an OLE file is the old .xls, or a workbook with a password */
export const refuseOle = (path: string): never => {
  if (isEncrypted(path)) throw new CommandError(`the workbook has a password; ${SAVE_AS} without a password`);
  throw new CommandError(`the file is in the format of Excel 97-2003 (.xls); ${SAVE_AS}`);
};

/** Looks for the directory entry of an encrypted package ([MS-OFFCRYPTO] 2.3.4.4), which may be anywhere in the file. */
const isEncrypted = (path: string): boolean => {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const file = openSync(path, "r");
  try {
    for (let at = 0; ; at += CHUNK_BYTES) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, at);
      for (let entry = 0; entry < length; entry += DIRECTORY_ENTRY_BYTES) {
        if (chunk.subarray(entry, Math.min(entry + ENCRYPTED.length, length)).equals(ENCRYPTED)) return true;
      }
      if (length < CHUNK_BYTES) return false;
    }
  } finally {
    closeSync(file);
  }
};
