import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { client, companySerial } from "../../../functions/shared/auth/client-registry.ts";
import { CommandError } from "../terminal/command.ts";

const options = {
  "client-id": { type: "string" },
  company: { type: "string" },
  label: { type: "string" },
  finish: { type: "boolean" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
  stack: { type: "string" },
  region: { type: "string" },
  endpoint: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const text = z.optional(z.string().check(z.minLength(1, "has no value")));
const flag = z._default(z.boolean(), false);

const deployment = { stack: text, region: text, endpoint: text };
const one = { "client-id": client.shape.clientID };
const owned = { company: companySerial, label: client.shape.label.check(z.minLength(1, "has no value")) };

const command = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("create"), ...owned, json: flag, ...deployment }),
  z.strictObject({ command: z.literal("register"), ...one, ...owned, ...deployment }),
  z.strictObject({ command: z.literal("list"), json: flag, ...deployment }),
  z.strictObject({ command: z.literal("disable"), ...one, ...deployment }),
  z.strictObject({ command: z.literal("enable"), ...one, ...deployment }),
  z.strictObject({ command: z.literal("rotate"), ...one, finish: flag, json: flag, ...deployment }),
  z.strictObject({ command: z.literal("delete"), ...one, yes: flag, ...deployment }),
]);

export type ClientOptions = z.output<typeof command>;
/** The options that name the deployment: its stack, region and DynamoDB endpoint. */
export type DeploymentOptions = Pick<ClientOptions, "stack" | "region" | "endpoint">;

const names = command.def.options.flatMap(({ shape }) => shape.command.def.values);

/**
 * @param args the command line without node and file
 * @returns `undefined` where it asks for help
 * @throws {CommandError} or an error of `parseArgs`, saying which options are wrong
 */
export const readOptions = (args: readonly string[]): ClientOptions | undefined => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { help, ...given } = values;
  if (help) return undefined;
  const [name, ...others] = positionals;
  if (!names.some((known) => known === name) || others.length > 0) {
    throw new CommandError(
      `Give one command: ${names.join(", ")}${name ? `; not ${positionals.join(" ")}` : ""}. See --help.`,
    );
  }
  const { data, error } = z.safeParse(command, { command: name, ...given });
  if (data) return data;
  throw new CommandError(`${error.issues.flatMap((issue) => sentences(issue, `${name}`)).join(" ")} See --help.`);
};

const sentences = (issue: z.core.$ZodIssue, name: string): string[] =>
  issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => `--${key} is no option of ${name}.`)
    : [`--${issue.path.join(".")} ${issue.message}.`];
