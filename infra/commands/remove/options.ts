import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { owner } from "../../store/owner.ts";
import { type ConnectionValues, connectionOptions } from "../connection/connect.ts";
import { CommandError } from "../terminal/command.ts";

export type RemovalOptions = z.output<typeof owner> & {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly connection: ConnectionValues;
};

/**
 * @param args the import's command line
 * @returns `undefined` where it does not say `--remove-employee`, or asks for help
 * @throws {CommandError} or an error of `parseArgs`, each saying which option is wrong
 */
export const parseRemoval = (args: readonly string[]): RemovalOptions | undefined => {
  if (!args.some((arg) => /^--remove-employee(=|$)/.test(arg))) return undefined;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...connectionOptions,
      // Of several, `parseArgs` would silently take the last.
      "remove-employee": { type: "string", multiple: true },
      company: { type: "string", multiple: true },
      "dry-run": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  if (values.company === undefined) throw new CommandError("Give the employee's company too: --company SERIAL.");
  return {
    employeeID: valid("remove-employee", owner.shape.employeeID, values["remove-employee"]),
    companySerial: valid("company", owner.shape.companySerial, values.company),
    dryRun: values["dry-run"],
    yes: values.yes,
    connection: values,
  };
};

const valid = (name: string, schema: z.ZodMiniType<string>, [value, ...others]: readonly string[] = []): string => {
  if (others.length > 0) throw new CommandError(`Give one --${name} at a time.`);
  const { error, data } = z.safeParse(schema, value);
  if (error) throw new CommandError(`--${name} ${error.issues.map(({ message }) => message).join("; ")}.`);
  return data;
};
