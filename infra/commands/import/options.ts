import { resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { companySerial } from "../../../functions/shared/auth/client-registry.ts";
import { type Category, type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { categoryName, categoryNames, DEFAULT_CATEGORY } from "../../store/owner.ts";
import { type ConnectionValues, connectionHelp, connectionOptions } from "../connection/connect.ts";
import { CommandError } from "../terminal/command.ts";
import type { Mode } from "./changes.ts";
import { type ColumnMap, columnMap } from "./column-map.ts";
import { GIVE_FILE } from "./decode.ts";
import { nameOf } from "./file.ts";
import { type FileFormat, formatOf } from "./source.ts";
import { isWorkbook } from "./workbook/signature.ts";

const all: readonly Category[] = Object.values(categories);
const ofCompanies = all.flatMap(({ name, owner }) => (owner === "company" ? [name] : [])).join(" and ");
const recordKeys = [...new Set(all.map(({ recordKey }) => recordKey.join(".")))].join(", ");

export const HELP = `Imports the records of a file into the table: what employees have of courses, or companies' catalogues.

  npm run import -- FILE [options]      FILE is NDJSON (.ndjson, .jsonl), CSV (.csv, .tsv) or an Excel workbook
                                        (.xlsx); - is standard input, for NDJSON and CSV
  npm run import -- --remove-employee ID --company SERIAL

A row is a record: companySerial, employeeID and the fields that the API gives, in a table with columns like course.serial.
A row with nothing but companySerial and employeeID registers the employee. Rows may come in any order.

  --category CATEGORY   of all rows: ${categoryNames.join(", ")}. Unless given, each row's own in
                        the column or field category, and ${DEFAULT_CATEGORY} for a row without it.
                        Rows of ${ofCompanies} have no employeeID: the company has the list
  --mode upsert         adds records that the table does not have, and updates those it has; the default. The same
                        record is the one with the same ${recordKeys},
                        by category
  --mode replace        the same, and removes what the file does not have, for each list in it
  --dry-run             checks everything, compares it with the table, and says what would change; writes nothing
  --yes                 replace removes without asking
  --company SERIAL      the company of all rows, which may then leave out companySerial
  --format FORMAT       ndjson or csv; unless given, by the file's name, and ndjson for standard input. A workbook is known
                        by its contents
  --sheet NAME          of a workbook; the first one unless given
  --delimiter CHARACTER between the cells of CSV, or the word tab; unless given, the header shows it. Of a workbook, in
                        the file of rejected rows: ; unless given
  --map FIELD=COLUMN    the column that has a field, where its name is another; may be given several times
  --map-file FILE       the same for each line FIELD=COLUMN of a file
  --rejects FILE        for rejected rows, FILE.rejects.csv or .ndjson unless given. CSV, also of a workbook, has the file's own columns after
                        line and problems: correct it and import it. NDJSON has line, problems and row
  --summary-json FILE   how the import ended and every count, as one line of JSON, also where it fails or is stopped
  --concurrency N       lists written at a time, 1 to 64, 8 unless given
  --remove-employee ID  instead of a file: removes all lists of the employee of that --company. Takes --dry-run, and
                        asks unless --yes. The feed of changes says for 30 days that they are removed
${connectionHelp}
  --help                this text

Exit codes: 0 every row is imported; 2 all but the rejected rows are; 1 the import failed, perhaps halfway, and the
message says how to continue; 130 Ctrl-C; 141 nobody reads the output. After SIGKILL the file of --summary-json is empty.
Running the same command again is always safe: rows that are imported are not written again.`;

const formats = ["ndjson", "csv", "xlsx"] as const satisfies FileFormat[];
const modes = ["upsert", "replace"] as const satisfies Mode[];

/** As parseArgs of node:util takes them. */
export const options = {
  ...connectionOptions,
  mode: { type: "string", default: "upsert" },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  company: { type: "string" },
  category: { type: "string" },
  format: { type: "string" },
  sheet: { type: "string" },
  delimiter: { type: "string" },
  map: { type: "string", multiple: true, default: [] as string[] },
  "map-file": { type: "string" },
  rejects: { type: "string" },
  "summary-json": { type: "string" },
  concurrency: { type: "string", default: "8" },
  // For a command line that asks for help: `parseRemoval` takes all others.
  "remove-employee": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

export type ImportOptions = {
  /** `-` is standard input. */
  readonly file: string;
  readonly mode: Mode;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly company: string | undefined;
  readonly category: CategoryName | undefined;
  readonly format: FileFormat;
  readonly sheet: string | undefined;
  readonly delimiter: string | undefined;
  readonly map: ColumnMap;
  readonly rejects: string;
  readonly concurrency: number;
  readonly connection: ConnectionValues;
};

/**
 * @returns `undefined` where help was asked for
 * @throws {CommandError} or an error of `parseArgs`, each saying which option is wrong
 */
export const parseOptions = (args: readonly string[]): ImportOptions | undefined => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (!file || others.length > 0) {
    throw new CommandError(
      `Give one file to import, or - for standard input${others.length ? `, not ${positionals.length}` : ""}. See --help.`,
    );
  }
  if (values.rejects === "") throw new CommandError("--rejects has no value.");
  if (values["summary-json"] === "") throw new CommandError("--summary-json has no value.");
  const format = formatFor(file, values.format);
  if (values.sheet !== undefined && format !== "xlsx") {
    throw new CommandError(
      `--sheet is for Excel workbooks, and ${nameOf(file)} is ${format === "csv" ? "CSV" : "NDJSON"}.`,
    );
  }
  const rejects = values.rejects ?? `${file === "-" ? "import" : file}.rejects.${format === "ndjson" ? format : "csv"}`;
  const summary = values["summary-json"];
  if (summary !== undefined && [file, rejects].some((other) => resolve(other) === resolve(summary))) {
    throw new CommandError("--summary-json must name another file than the one to import and that of rejected rows.");
  }
  const delimiter = values.delimiter === "\\t" || values.delimiter?.toLowerCase() === "tab" ? "\t" : values.delimiter;
  if (delimiter !== undefined && (delimiter.length !== 1 || /["\r\n]/.test(delimiter))) {
    throw new CommandError("--delimiter must be one character, and neither a quote nor a line break.");
  }
  return {
    file,
    mode: oneOf("mode", modes, values.mode),
    dryRun: values["dry-run"],
    yes: values.yes,
    company: valid("company", companySerial, values.company),
    category: valid("category", categoryName, values.category),
    format,
    sheet: values.sheet,
    delimiter,
    map: columnMap(values.map, values["map-file"]),
    rejects,
    concurrency: concurrencyOf(values.concurrency),
    connection: values,
  };
};

/** @returns the value of --summary-json, also in a command line that `parseOptions` refuses */
export const summaryIn = (args: readonly string[]): string | undefined => {
  const { values } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false });
  const path = values["summary-json"];
  if (values.help) return undefined;
  return typeof path === "string" && path !== "" ? path : undefined;
};

const anyOf = new Intl.ListFormat("en-GB", { type: "disjunction" });

const oneOf = <Choice extends string>(name: string, choices: readonly Choice[], value: string): Choice => {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new CommandError(`--${name} must be ${anyOf.format(choices)}, and it is "${value}".`);
  return chosen;
};

const valid = <Value>(name: string, schema: z.ZodMiniType<Value>, value: string | undefined): Value | undefined => {
  const { error, data } = z.safeParse(z.optional(schema), value);
  if (error) throw new CommandError(`--${name} ${error.issues.map(({ message }) => message).join("; ")}.`);
  return data;
};

const formatFor = (file: string, given: string | undefined): FileFormat => {
  if (given !== undefined) oneOf("format", formats, given);
  if (file === "-" && given === "xlsx") throw new CommandError(`Standard input cannot be a workbook: ${GIVE_FILE}.`);
  // The contents count: a workbook with another name is not CSV.
  if (file !== "-" && isWorkbook(file)) return "xlsx";
  if (given !== undefined) return oneOf("format", formats, given);
  const format = file === "-" ? "ndjson" : formatOf(file);
  if (!format) throw new CommandError(`Say what ${file} is: --format ndjson or --format csv.`);
  return format;
};

const concurrencyOf = (value: string): number => {
  const concurrency = /^[0-9]{1,2}$/.test(value) ? Number(value) : 0;
  if (concurrency < 1 || concurrency > 64) {
    throw new CommandError(`--concurrency must be a number from 1 to 64, and it is "${value}".`);
  }
  return concurrency;
};
