import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach } from "vitest";

/** util-linux's `script` runs a command in a pseudo terminal. On other systems it has other options. */
const program = "script";
export const hasTerminal = /util-linux/.test(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "");

export const CTRL_C = "\x03";
export const CTRL_D = "\x04";
export const ENTER = "\r";

const root = join(import.meta.dirname, "../..");
const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Terminals that run commands in the project's root. Call it at the top of a test file: commands that still run after a
 * test are ended.
 */
export const terminals = () => {
  const running = new Set<ChildProcess>();
  afterEach(() => {
    for (const child of running) child.kill("SIGKILL");
    running.clear();
  });

  return {
    /** @param columns the width, 0 for a terminal without a known width */
    start(words: readonly string[], { columns = 100, env = {} }: { columns?: number; env?: Record<string, string> }) {
      const command = `stty cols ${columns} rows 24; exec ${words.map(quoted).join(" ")}`;
      const child = spawn(program, ["-qec", command, "/dev/null"], {
        cwd: root,
        env: { PATH: process.env["PATH"], HOME: process.env["HOME"], SHELL: "/bin/sh", TERM: "xterm", ...env },
      });
      running.add(child);
      const closed = once(child, "close");
      let screen = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        screen += text;
      });
      const sees = async (text: string): Promise<void> => {
        while (!screen.includes(text)) {
          if (child.exitCode !== null) throw new Error(`The terminal does not show "${text}" but\n${screen}`);
          await pause(10);
        }
      };
      return {
        /** Resolves when the terminal has shown `text`. */
        sees,
        type: (keys: string) => void child.stdin.write(keys),
        /** Resolves when the command has ended, with its exit code and its complete output. */
        async end() {
          const [code] = await closed;
          return { code, screen };
        },
      };
    },
  };
};
