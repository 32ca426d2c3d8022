import { describe, expect, it } from "vitest";
import { readOptions } from "../../../infra/commands/client/options.ts";
import { runCommand } from "../../support/run-command.ts";

const read =
  (...args: string[]) =>
  () =>
    readOptions(args);

describe("the command line of client", () => {
  it("gives the help, also after a command, and exits with 0", async () => {
    for (const args of [["--help"], ["create", "-h"]]) {
      const { code, stdout, stderr } = await runCommand("client", args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain("npm run -s client -- create --company SERIAL --label TEXT");
    }
  });

  it("that is wrong is told in a line, and exit code 1", async () => {
    expect(await runCommand("client", ["list", "--yes"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "--yes is no option of list. See --help.\n",
    });
  });

  it.each([
    [[], "Give one command: create, register, list, disable, enable, rotate, delete. See --help."],
    [["make"], /^Give one command: .*; not make\. See --help\.$/],
    [["list", "all"], /^Give one command: .*; not list all\. See --help\.$/],
    [
      ["create"],
      /^--company is required, must be 1 to 128 characters.* --label is required, must be .*\. See --help\.$/,
    ],
    [["create", "--company", "C#", "--label", "L"], "--company must not contain #. See --help."],
    [["create", "--company", "C", "--label", ""], "--label has no value. See --help."],
    [["create", "--company", "C", "--label", "a\nb"], /^--label must be 0 to 300 characters, none of them a control/],
    [["create", "--company", "C", "--label", "x".repeat(301)], /^--label must be 0 to 300 characters/],
    [
      ["create", "--company", "C", "--label", "L", "--client-id", "x"],
      "--client-id is no option of create. See --help.",
    ],
    [["disable"], /^--client-id is required/],
    [["disable", "--client-id="], /^--client-id must be 1 to 256 characters/],
    [["rotate", "--client-id", "c", "--stack="], "--stack has no value. See --help."],
    [["register", "--client-id", "c", "--company", "C"], /^--label is required/],
    [["list", "--foo"], /^Unknown option '--foo'/],
  ])("%j is refused", (args, told) => {
    expect(read(...args)).toThrow(told);
  });

  it("names the command and its options, with none of the others", () => {
    expect(readOptions(["rotate", "--client-id", "c", "--finish", "--region", "eu-west-1"])).toEqual({
      command: "rotate",
      "client-id": "c",
      finish: true,
      json: false,
      region: "eu-west-1",
    });
  });
});
