import { expect } from "vitest";
import { runCommand } from "./run-command.ts";

/** What a shell has that may use AWS. */
export const aws = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "a secret that nobody may see",
};

/** `export --all` from a shell with these settings; whatever it says, the secret is not in it. */
export const exportWith = async (args: readonly string[], env: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await runCommand("export", ["--all", ...args], { env });
  expect(stdout + stderr).not.toContain(aws.AWS_SECRET_ACCESS_KEY);
  return { code, stdout, stderr };
};

/** How a command ends that says in a line what is wrong. */
export const failure = (stderr: string) => ({ code: 1, stdout: "", stderr: `${stderr}\n` });
