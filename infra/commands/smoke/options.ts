import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { listRequests } from "../../../functions/course-activity/contract.ts";
import { tokenRequest } from "../../../functions/oauth-token/contract.ts";
import { CommandError } from "../terminal/command.ts";

export const HELP = `Checks an API that runs, deployed or local, against what it promises. It needs no AWS rights.

  npm run smoke -- --url URL --client-id ID --employee ID [options]

The client's secret comes from the environment variable SMOKE_CLIENT_SECRET, which keeps it out of the shell's history
and of the list of processes, or from --client-secret. Neither it nor the token is ever printed.

  --url URL               the API's, as its links have it: the stack's output ApiUrl, or http://localhost:3000
  --client-id ID          a client of the API
  --client-secret SECRET  its secret
  --employee ID           an employee of the client's company, best one who has a few pages of each list
  --page-size N           of the pages that are walked, 1 to 100, 10 unless given
  --max-pages N           the walk stops after so many, 1 to 10000, 50 unless given
  --timeout SECONDS       for one request, 0.1 to 300, 10 unless given
  --json                  the result as JSON
  --help                  this text

Nothing is written, and nothing but a token is made. Each check says what it expected and saw where it failed, with the
X-Request-Id by which the API's log names the request. A list that is written to meanwhile may fail a check: then run it
again.

Exit code 0: every check passed. 1: one failed or could not be run, or the command line is wrong. 130: Ctrl-C.`;

const options = {
  url: { type: "string" },
  "client-id": { type: "string" },
  "client-secret": { type: "string" },
  employee: { type: "string" },
  "page-size": { type: "string", default: "10" },
  "max-pages": { type: "string", default: "50" },
  timeout: { type: "string", default: "10" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export type SmokeOptions = {
  /** Without a slash at the end. */
  readonly url: string;
  readonly clientID: string;
  readonly clientSecret: string;
  readonly employeeID: string;
  readonly pageSize: number;
  readonly maxPages: number;
  /** For one request, from its start to the last byte of its answer. */
  readonly timeoutMs: number;
  readonly json: boolean;
};

/**
 * @param args the command line without node and file
 * @returns `undefined` where it asks for help
 * @throws {CommandError} or an error of `parseArgs`, saying which option is wrong; what may be secret is not quoted
 */
export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv): SmokeOptions | undefined => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return undefined;
  // A secret whose option was misspelled or left out lands here, so it is not quoted.
  if (positionals.length > 0) {
    throw new CommandError(`Every value needs its option, and ${positionals.length} came without. See --help.`);
  }
  const secret = values["client-secret"] ?? (env["SMOKE_CLIENT_SECRET"] || undefined);
  const credentials = tokenRequest.shape.body.shape;
  return {
    url: urlOf(given("--url URL", values.url)),
    clientID: checked("client-id", credentials.clientID, given("--client-id ID", values["client-id"])),
    clientSecret: checked(
      "client-secret",
      credentials.clientSecret,
      given("--client-secret SECRET, or the environment variable SMOKE_CLIENT_SECRET", secret),
    ),
    employeeID: checked(
      "employee",
      listRequests.employee.shape.path.shape.employeeID,
      given("--employee ID", values.employee),
    ),
    pageSize: numberOf("page-size", values["page-size"], /^\d{1,3}$/, 1, 100),
    maxPages: numberOf("max-pages", values["max-pages"], /^\d{1,5}$/, 1, 10_000),
    timeoutMs: numberOf("timeout", values.timeout, /^\d{1,3}(\.\d{1,3})?$/, 0.1, 300) * 1_000,
    json: values.json,
  };
};

const given = (option: string, value: string | undefined): string => {
  if (value === undefined) throw new CommandError(`Give ${option}. See --help.`);
  return value;
};

const checked = (name: string, schema: z.ZodMiniType<string>, value: string): string => {
  const { error } = z.safeParse(schema, value);
  if (error) throw new CommandError(`--${name} ${error.issues.map(({ message }) => message).join("; ")}.`);
  return value;
};

const numberOf = (name: string, text: string, form: RegExp, least: number, most: number): number => {
  const number = form.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CommandError(`--${name} must be a number from ${least} to ${most}, and it is "${text}".`);
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const urlOf = (text: string): string => {
  const url = URL.parse(text);
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new CommandError("--url must be a URL like https://api.example.com or http://localhost:3000.");
  }
  if (url.username || url.password) throw new CommandError("--url must have no user name and no password.");
  if (url.search || url.hash) throw new CommandError("--url must have no query and no fragment.");
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    throw new CommandError("--url must be https: the secret must not travel in the clear. http is for this machine.");
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
};
