import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { CommandError, describeFailure } from "../../../infra/commands/terminal/command.ts";
import { runCommand } from "../../support/run-command.ts";

const named = (name: string, message = "told by AWS") => Object.assign(new Error(message), { name });
const failureOf = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error;
  }
};

describe("a failure is told", () => {
  it.each([
    ["a CommandError", new CommandError("What is wrong. What to do."), "What is wrong. What to do."],
    [
      "code 160",
      new ApiError("unavailable", { cause: named("ThrottlingException") }),
      "The table could not be reached or is throttled (ThrottlingException). Run the command again later.",
    ],
    [
      "code 170",
      new ApiError("storedRecordNotValid", {
        diagnosis: { company: "C", listHash: "0123456789abcdef", position: 3, fields: ["isAttend", "batch.name"] },
      }),
      "A stored record is not valid: company C, list 0123456789abcdef, position 3, fields isAttend, batch.name. " +
        "`npm run -s export -- --all --verify` shows which employee that is.",
    ],
    [
      "a table that is gone",
      named("ResourceNotFoundException"),
      "There is no such table. Give another --table, --stack or --region.",
    ],
    [
      "missing rights",
      named("AccessDeniedException", "User x may not dynamodb:Scan"),
      "The AWS credentials do not have the rights: User x may not dynamodb:Scan",
    ],
    [
      "a full disk",
      Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
      "The output has no space left on its disk.",
    ],
    [
      "a file that may not be read",
      Object.assign(new Error("EACCES"), { code: "EACCES", path: "a.csv" }),
      "a.csv cannot be opened: permission denied.",
    ],
    ["something that is no error", "x", "A value that is not an error was thrown: x"],
  ])("for %s in plain words", (_, error, text) => {
    expect(describeFailure(error)).toBe(text);
  });

  it("for a file that does not exist by its name", async () => {
    expect(describeFailure(await failureOf(() => readFile("none/such")))).toBe("none/such does not exist.");
  });

  it.each([
    ["an unknown option", ["--foo"], /^Unknown option '--foo'.*\. See --help\.$/s],
    ["a missing value", ["--bar"], /^Option '--bar <value>' argument missing\. See --help\.$/],
  ])("for %s with the way to the help", async (_, args, text) => {
    const error = await failureOf(() => parseArgs({ args, options: { bar: { type: "string" } } }));
    expect(describeFailure(error)).toMatch(text);
  });

  it.each([
    ["an unknown error", new TypeError("x is undefined")],
    ["a code of the dictionary that no command can have", new ApiError("tokenMissing")],
    ["an unknown system error", Object.assign(new Error("odd"), { code: "EODD" })],
  ])("for %s with its stack, as it is a fault of the command", (_, error) => {
    expect(describeFailure(error)).toBe(error.stack);
    expect(error.stack).toMatch(/^\s+at /m);
  });
});

it.each([
  ["client", ["list"], "stack"],
  ["export", ["--all"], "verify"],
  ["smoke", [], "url"],
] as const)("%s whose option npm took for itself is refused: it would do another thing", async (name, args, option) => {
  const env = { npm_lifecycle_event: name, [`npm_config_${option}`]: "true" };
  expect(await runCommand(name, args, { env })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `npm took --${option} for itself. Put -- before the options: npm run ${name} -- …\n`,
  });
});
