import { describe, expect, it } from "vitest";
import { readOptions } from "../../../infra/commands/smoke/options.ts";
import { describeFailure } from "../../../infra/commands/terminal/command.ts";
import { runCommand } from "../../support/run-command.ts";
import { SECRET, smokeArgs } from "../../support/smoke-run.ts";

describe("the command line of smoke", () => {
  it("is explained by --help", async () => {
    const { code, stdout, stderr } = await runCommand("smoke", ["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const options = ["url", "client-id", "client-secret", "employee", "page-size", "max-pages", "timeout", "json"];
    for (const option of options) expect(stdout).toContain(`--${option} `);
    expect(stdout).toContain("SMOKE_CLIENT_SECRET");
  });

  const url = "https://api.example.com";
  const told = (work: () => unknown): string => {
    try {
      return String(work());
    } catch (error) {
      return describeFailure(error);
    }
  };

  it.each([
    [[], "Give --url URL. See --help."],
    [["--url", url], "Give --client-id ID. See --help."],
    [["--url", url, "--client-id", "c", "--employee", "e"], "Give --client-secret SECRET, or the environment variable"],
    [
      ["--url", url, "--client-id", "c", "--client-secret=", "--employee", "e"],
      "--client-secret must be 1 to 1024 pri",
    ],
    [["--url", url, "--client-id", "c", "--client-secret", "s"], "Give --employee ID. See --help."],
    [["--url", "api.example.com"], "--url must be a URL like https://api.example.com or http://localhost:3000."],
    [["--url", "ftp://api.example.com"], "--url must be a URL like https://api.example.com or http://localhost:3000."],
    [["--url", "https://a:b@api.example.com"], "--url must have no user name and no password."],
    [["--url", `${url}?a=b`], "--url must have no query and no fragment."],
    [["--url", "http://api.example.com"], "--url must be https: the secret must not travel in the clear."],
    [smokeArgs(url, "--client-id", "é"), "--client-id must be 1 to 256 printable ASCII characters."],
    [
      smokeArgs(url, "--client-secret", "s", "--employee", ""),
      "--employee must be 1 to 128 characters, none of them a",
    ],
    [smokeArgs(url, "--client-secret", "s", "--page-size", "0"), "--page-size must be a number from 1 to 100, and it"],
    [
      smokeArgs(url, "--client-secret", "s", "--page-size", "101"),
      "--page-size must be a number from 1 to 100, and it",
    ],
    [
      smokeArgs(url, "--client-secret", "s", "--page-size", "1e1"),
      "--page-size must be a number from 1 to 100, and it",
    ],
    [
      smokeArgs(url, "--client-secret", "s", "--max-pages", "0"),
      "--max-pages must be a number from 1 to 10000, and it",
    ],
    [smokeArgs(url, "--client-secret", "s", "--timeout", "0"), "--timeout must be a number from 0.1 to 300, and it"],
    [
      smokeArgs(url, "--client-secret", "s", "--timeout", "ten"),
      '--timeout must be a number from 0.1 to 300, and it is "',
    ],
    [["--client-secert", SECRET], "Unknown option '--client-secert'"],
    [["--url", url, SECRET], "Every value needs its option, and 1 came without. See --help."],
    [["--client-secret", "--json"], "Option '--client-secret' argument is ambiguous."],
  ])("is refused as %j in a line", (args, start) => {
    const refused = () => readOptions(args, {});
    expect(refused).toThrow();
    const line = told(refused);
    expect(line.startsWith(start), line).toBe(true);
    expect(line).not.toMatch(/\n *at /);
    expect(line).not.toContain(SECRET);
  });

  it.each([
    ["--page-size=1", "--max-pages=1", "--timeout=0.1"],
    ["--page-size=100", "--max-pages=10000", "--timeout=300"],
  ])("takes %s %s %s", (...numbers) => {
    expect(readOptions(smokeArgs(url, ...numbers), { SMOKE_CLIENT_SECRET: SECRET })).toMatchObject({
      clientSecret: SECRET,
      url,
    });
  });

  it("that is wrong ends the process with code 1 and the line alone", async () => {
    expect(await runCommand("smoke", ["--client-secert", SECRET])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^Unknown option '--client-secert'.*\n$/),
    });
  });
});
