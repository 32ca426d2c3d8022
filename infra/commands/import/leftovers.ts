import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** The folder of a process: `import-<machine>-<pid>-<start>-`, and six random characters. */
const NAME = /^import-([0-9a-f]{8})-([1-9][0-9]*)-([0-9a-f]{8}|unknown)-\w{6}$/;

const short = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);

/** What `read` returns, or nothing where the system does not have it. */
const ifThere = (read: () => string): string | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/**
 * Where process IDs mean the same: containers that share a temporary folder have their own, and so do machines that
 * share it over the network.
 */
const machine = short(`${hostname()} ${ifThere(() => readlinkSync("/proc/self/ns/pid"))}`);

/** @returns the state and the start of a process, where the system has a /proc */
const statusOf = (pid: number): { readonly ended: boolean; readonly start: string } | undefined => {
  const status = ifThere(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  const boot = ifThere(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"));
  if (status === undefined || boot === undefined) return undefined;
  // proc(5): the second field is the program's name in brackets, which may contain anything; the third is the state, and
  // the 22nd the start in ticks since the boot.
  const [state = "", ...more] = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return { ended: "ZX".includes(state), start: short(`${boot} ${more[18]}`) };
};

/** @returns what the name of this process' temporary folder begins with, for mkdtemp */
export const folderPrefix = (): string =>
  `import-${machine}-${process.pid}-${statusOf(process.pid)?.start ?? "unknown"}-`;

/** In doubt it is alive. A process ID that another process has now is told by the start. */
const isAlive = (pid: number, start: string): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, of another user.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const status = statusOf(pid);
  if (!status) return true;
  return !status.ended && (start === "unknown" || status.start === start);
};

/**
 * Removes what imports of this user and this machine left in the temporary folder when they were killed. A folder whose
 * process may still run is not touched, nor one whose name is not this command's.
 *
 * @param say is called with a line about what was removed, and one for each folder that cannot be
 */
export const removeLeftovers = (say: (line: string) => void): void => {
  const names = ifThere(() => readdirSync(tmpdir()).join("\n"))?.split("\n") ?? [];
  let removed = 0;
  for (const name of names) {
    const [, of, pid, start = ""] = NAME.exec(name) ?? [];
    if (of !== machine || isAlive(Number(pid), start)) continue;
    const path = join(tmpdir(), name);
    try {
      // A link would be another folder, and another user's may be a trap.
      const stats = lstatSync(path);
      if (!stats.isDirectory() || stats.uid !== process.getuid?.()) continue;
      rmSync(path, { recursive: true, force: true });
      removed += 1;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Another import may be faster.
      if (code !== "ENOENT") say(`${path} was left by an import that was killed, and cannot be removed (${code}).`);
    }
  }
  if (removed > 0) {
    say(`Removed the temporary files of ${removed} import${removed === 1 ? " that was" : "s that were"} killed.`);
  }
};
