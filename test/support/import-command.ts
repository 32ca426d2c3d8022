import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect } from "vitest";
import { createTables } from "../../infra/local/create-tables.ts";
import { embeddedEngine, uniqueTables } from "./engines.ts";
import { type Ended, runCommand, startCommand } from "./run-command.ts";
import { type Storage, sidesOf, startStorage } from "./storage.ts";

type Started = ReturnType<typeof startCommand>;

/**
 * The environment for tests of the command: an engine, a folder for files, and a temporary folder for the command, which
 * must be empty after the last test. Call it at the top of a test file.
 */
export const importCommand = () => {
  const at = { folder: "", temporary: "" };
  let engine: Storage;
  beforeAll(async () => {
    engine = await startStorage(embeddedEngine);
    at.folder = await mkdtemp(join(tmpdir(), "import-command-"));
    at.temporary = join(at.folder, "temporary");
    await mkdir(at.temporary);
  });
  afterAll(async () => {
    await engine.stop();
    const left = await readdir(at.temporary);
    await rm(at.folder, { recursive: true });
    expect(left).toEqual([]);
  });

  const env = () => ({ TMPDIR: at.temporary });
  return {
    /** The variables that make a command use the temporary folder. */
    env,
    /** The engine's URL. */
    url: () => engine.url,
    pathOf: (name: string) => join(at.folder, name),
    /** @returns the file's path */
    async file(name: string, content: string | Uint8Array | Iterable<string>) {
      const path = join(at.folder, name);
      await writeFile(path, content);
      return path;
    },
    /** New tables, and the options for the assignments table. */
    async table() {
      const tables = uniqueTables();
      await createTables(engine.dynamodb, tables);
      const to = (url = engine.url) => ["--endpoint", url, "--table", tables.assignments];
      return { tables, to, ...sidesOf(engine.dynamodb, tables) };
    },
    run: (args: readonly string[], input?: string | Uint8Array, more: Record<string, string> = {}): Promise<Ended> =>
      runCommand("import", args, { env: { ...env(), ...more }, ...(input !== undefined && { input }) }),
    start: (args: readonly string[], more: Record<string, string> = {}): Started =>
      startCommand("import", args, { env: { ...env(), ...more } }),
    /** The files in the command's temporary folder. */
    temporaryFiles: () => readdir(at.temporary, { recursive: true }),
  };
};

/** Waits until a started command ends. @returns its exit and its complete output */
export const endOf = async (child: Started): Promise<Ended> => {
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on("close", (code, signal) => resolve([code, signal]));
  });
  const [[code, signal], stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { code, signal, stdout, stderr };
};

/** The cells of the summary's line for a company, or of the line for all companies. */
export const countsIn = (stdout: string, company: string) => {
  const line = stdout.split("\n").find((text) => text.startsWith(`${company} `)) ?? "";
  const cells = line.slice(company.length).trim().split(/ +/);
  const [employees, added, updated, unchanged, removed, rejected] = cells;
  return { employees, added, updated, unchanged, removed, rejected };
};
