import { expect } from "vitest";
import { runCommand } from "./run-command.ts";

/** The environment of a shell with AWS credentials. */
export const aws = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "a secret that nobody may see",
};

/** Runs `export --all` with these variables, and checks that its output does not contain the secret. */
export const exportWith = async (args: readonly string[], env: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await runCommand("export", ["--all", ...args], { env });
  expect(stdout + stderr).not.toContain(aws.AWS_SECRET_ACCESS_KEY);
  return { code, stdout, stderr };
};

/** The result of a command that fails with a one-line message. */
export const failure = (stderr: string) => ({ code: 1, stdout: "", stderr: `${stderr}\n` });
