import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { categoryName, categoryNames, DEFAULT_CATEGORY, owner } from "../../store/owner.ts";
import { connectionHelp, connectionOptions } from "../connection/connect.ts";
import { CommandError } from "../terminal/command.ts";

export const HELP = `Exports records from the table, or checks what is stored there.

  npm run -s export -- --employee ID --company SERIAL    one employee
  npm run -s export -- --company SERIAL                  a company: all its employees, and its own lists
  npm run -s export -- --all                             all of them
  npm run -s export -- --all --verify                    a check instead of the records

(-s keeps npm's own lines out of the output.)

The output is NDJSON, one record a line, which \`npm run import\` takes: companySerial, employeeID, category and the
fields of the API, by company, category and employee, oldest first. Lines of ${DEFAULT_CATEGORY} have no category, those of a
company's own list no employeeID. A list without records is a line without the fields of the API.

  --category CATEGORY   only lists of this category: ${categoryNames.join(", ")}
  --format FORMAT       ndjson, unless given, or csv: the columns of one category, which \`npm run import\` takes too
  --excel               begins CSV with a byte order mark, by which Excel reads it as UTF-8
  --output FILE         writes to a file, which only you may read, and not to standard output
  --verify              a line for each list: the hash by which the log names it, its key, its total, and "ok" or what
                        is wrong with it, separated by tabs
  --mend-headers        with --verify: gives each header that has none, from before there was a feed of changes, its place in
                        it. This writes to the table; writers may be at work, and it can be run again
${connectionHelp}
  --help                this text

Exit codes: 0 everything is valid and exported; 1 the table could not be read; 2 some lists have problems, named on
standard error (with --verify in their lines), and only their valid records are exported; 130 Ctrl-C.`;

/** The lists of an employee, of one category if it is given. */
export type OfEmployee = {
  readonly companySerial: string;
  readonly employeeID: string;
  readonly category?: Category | undefined;
};

/** Which lists: without a company those of all companies, without an employee those of all, and so for the category. */
export type Selection =
  | OfEmployee
  | {
      readonly companySerial: string | undefined;
      readonly employeeID: undefined;
      readonly category?: Category | undefined;
    };

/**
 * @param args the command line without node and file
 * @returns `undefined` where it asks for help
 * @throws {CommandError} unless the options select lists; parseArgs' own errors
 */
export const readOptions = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      employee: { type: "string" },
      company: { type: "string" },
      category: { type: "string" },
      all: { type: "boolean" },
      format: { type: "string", default: "ndjson" },
      excel: { type: "boolean", default: false },
      output: { type: "string", short: "o" },
      verify: { type: "boolean", default: false },
      "mend-headers": { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
      ...connectionOptions,
    },
  });
  if (values.help) return undefined;
  if (values["mend-headers"] && !values.verify) throw new CommandError("Give --verify with --mend-headers.");
  if (values.output === "") throw new CommandError("--output has no value.");
  const { format, excel, verify } = values;
  if (format !== "ndjson" && format !== "csv") {
    throw new CommandError(`--format must be ndjson or csv, and it is "${format}".`);
  }
  if (verify && format === "csv") throw new CommandError("Give either --verify or --format csv.");
  if (excel && format !== "csv") throw new CommandError("--excel is for CSV: give --format csv too.");
  return { ...values, format, selection: selectionOf(values) };
};

export type ExportOptions = NonNullable<ReturnType<typeof readOptions>>;

type Given = { readonly [Name in "employee" | "company" | "category"]?: string | undefined } & {
  readonly all?: boolean | undefined;
};

const selectionOf = ({ employee, company, category: name, all }: Given): Selection => {
  if (company !== undefined) valid("company", owner.shape.companySerial, company);
  const category: Category | undefined = name === undefined ? name : categories[valid("category", categoryName, name)];
  if (employee !== undefined) {
    valid("employee", owner.shape.employeeID, employee);
    if (category?.owner === "company") {
      throw new CommandError(`A company itself has the list ${category.name}: leave out --employee.`);
    }
    if (all) throw new CommandError("Give either --employee or --all.");
    if (company === undefined) throw new CommandError("Give the employee's company too: --company SERIAL.");
    return { companySerial: company, employeeID: employee, category };
  }
  if (!all && company === undefined) {
    throw new CommandError("Select records: --employee ID --company SERIAL, --company SERIAL, or --all. See --help.");
  }
  return { companySerial: company, employeeID: undefined, category };
};

const valid = <Value>(name: string, schema: z.ZodMiniType<Value>, value: string): Value => {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new CommandError(`--${name} ${parsed.error.issues.map(({ message }) => message).join("; ")}.`);
};
