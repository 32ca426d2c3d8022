import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { owner } from "../../store/owner.ts";
import { connectionHelp, connectionOptions } from "../connection/connect.ts";
import { CommandError } from "../terminal/command.ts";

export const HELP = `Exports webinar course assignments from the table, or checks what is stored there.

  npm run -s export -- --employee ID --company SERIAL    one employee
  npm run -s export -- --company SERIAL                  all employees of a company
  npm run -s export -- --all                             all of them
  npm run -s export -- --all --verify                    a check instead of the records

(-s keeps npm's own lines out of the output.)

The output is NDJSON, one record a line, which \`npm run import\` takes: companySerial, employeeID and the fields of the
API, by company and employee, oldest first. An employee without assignments is a line with the first two alone.

  --output FILE         writes to a file, which only you may read, and not to standard output
  --verify              a line for each list: the hash by which the log names it, its key, its total, and "ok" or what
                        is wrong with it, separated by tabs
${connectionHelp}
  --help                this text

Exit codes: 0 everything is valid and exported; 1 the table could not be read; 2 some lists have problems, named on
standard error (with --verify in their lines), and only their valid records are exported; 130 Ctrl-C.`;

/** Whose lists: without a company those of all companies, without an employee those of all employees. */
export type Selection =
  | { readonly companySerial: string; readonly employeeID: string }
  | { readonly companySerial: string | undefined; readonly employeeID: undefined };

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
      all: { type: "boolean" },
      output: { type: "string", short: "o" },
      verify: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
      ...connectionOptions,
    },
  });
  if (values.help) return undefined;
  if (values.output === "") throw new CommandError("--output has no value.");
  return { ...values, selection: selectionOf(values) };
};

export type ExportOptions = NonNullable<ReturnType<typeof readOptions>>;

type Given = { employee?: string | undefined; company?: string | undefined; all?: boolean | undefined };

const selectionOf = ({ employee, company, all }: Given): Selection => {
  if (company !== undefined) check("company", owner.shape.companySerial, company);
  if (employee !== undefined) {
    check("employee", owner.shape.employeeID, employee);
    if (all) throw new CommandError("Give either --employee or --all.");
    if (company === undefined) throw new CommandError("Give the employee's company too: --company SERIAL.");
    return { companySerial: company, employeeID: employee };
  }
  if (!all && company === undefined) {
    throw new CommandError("Select records: --employee ID --company SERIAL, --company SERIAL, or --all. See --help.");
  }
  return { companySerial: company, employeeID: undefined };
};

const check = (name: string, schema: z.ZodMiniType, value: string): void => {
  const { error } = z.safeParse(schema, value);
  if (error) throw new CommandError(`--${name} ${error.issues.map(({ message }) => message).join("; ")}.`);
};
