import { readFileSync } from "node:fs";
import { CommandError } from "../terminal/command.ts";
import { fieldNamed, fieldNames } from "./field-names.ts";
import { nearest } from "./header-names.ts";

/** The column of the file, by the field that takes its cells. */
export type ColumnMap = ReadonlyMap<string, string>;

/**
 * Reads the values of --map and the file of --map-file, each line of which is a value of --map; blank lines and those
 * that begin with `#` are none. An option counts before the file.
 *
 * @throws {CommandError} for a text that is not FIELD=COLUMN, a field that there is not, or one that is given twice;
 *   the file system's own errors
 */
export const columnMap = (given: readonly string[], file?: string): ColumnMap => {
  const lines =
    file === undefined
      ? []
      : readFileSync(file, "utf8")
          .replace(/^\ufeff/, "")
          .split(/\r\n?|\n/);
  const inFile = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return new Map([...pairs("--map-file", inFile), ...pairs("--map", given)]);
};

const pairs = (option: string, texts: readonly string[]): ColumnMap => {
  const map = new Map<string, string>();
  for (const text of texts) {
    const [, name = "", column = ""] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    if (name.trim() === "" || column.trim() === "") {
      throw new CommandError(`${option} must be FIELD=COLUMN, and it is "${text}".`);
    }
    const field = fieldNamed(name);
    if (!fieldNames.includes(field)) {
      const near = nearest(name, fieldNames);
      throw new CommandError(`${option}: there is no field ${name}${near ? `, did you mean ${near}` : ""}.`);
    }
    if (map.has(field)) throw new CommandError(`${option} gives the column of ${field} twice.`);
    map.set(field, column.trim());
  }
  return map;
};
