import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { folderPrefix, removeLeftovers } from "../../../infra/commands/import/leftovers.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { endOf, importCommand } from "../../support/import-command.ts";
import { linesOf } from "../../support/import-run.ts";

const command = importCommand();

/** An import that waits for its input, with a folder in the temporary folder. */
const waiting = async (to: readonly string[]) => {
  const before = await command.temporaryFiles();
  const child = command.start(["-", ...to]);
  child.stdin.on("error", () => {});
  const ended = endOf(child);
  child.stdin.write(linesOf("E1", assignmentsOf(100)));
  const own = async () =>
    (await command.temporaryFiles()).filter((name) => !before.includes(name) && name.includes(`-${child.pid}-`));
  while (!(await own()).some((name) => name.includes("part"))) await pause(20);
  const [folder = ""] = (await own()).filter((name) => !name.includes("part"));
  return { child, ended, folder };
};

describe("what an import leaves", () => {
  it("that was killed is removed by the next one, and the folder of one that runs is not", async () => {
    const { to } = await command.table();
    const [killed, living] = [await waiting(to()), await waiting(to())];
    expect(statSync(join(command.env().TMPDIR, killed.folder)).mode & 0o777).toBe(0o700);
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(await command.temporaryFiles()).toContain(killed.folder);

    const file = await command.file("next.ndjson", linesOf("E2", assignmentsOf(1)));
    const { code, stderr } = await command.run([file, ...to()]);
    expect(code).toBe(0);
    expect(stderr).toContain("Removed the temporary files of 1 import that was killed.\n");
    const left = await command.temporaryFiles();
    expect(left).not.toContain(killed.folder);
    expect(left).toContain(living.folder);

    living.child.stdin.end();
    expect((await living.ended).code).toBe(0);
    expect(await command.temporaryFiles()).toEqual([]);
  });
});

describe("a folder in the temporary folder", () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "leftovers-"));
    vi.stubEnv("TMPDIR", folder);
    said = [];
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const [, machine, , start] = folderPrefix().split("-");
  /** A process ID that was one, and is none any more. */
  const deadPid = () => Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
  const isRemoved = (name: string) => {
    if (!existsSync(join(folder, name))) mkdirSync(join(folder, name));
    removeLeftovers((line) => said.push(line));
    return !existsSync(join(folder, name));
  };

  it("of a dead process is removed with what is in it", () => {
    const name = `import-${machine}-${deadPid()}-${start}-aZ09_x`;
    mkdirSync(join(folder, name, "inner"), { recursive: true });
    expect(isRemoved(name)).toBe(true);
    expect(said).toEqual(["Removed the temporary files of 1 import that was killed."]);
  });

  it("of this process, or of one whose start nobody knows, stays", () => {
    expect(isRemoved(`${folderPrefix()}abcdef`)).toBe(false);
    expect(isRemoved(`import-${machine}-${process.pid}-unknown-abcdef`)).toBe(false);
    expect(said).toEqual([]);
  });

  it.runIf(process.platform === "linux")("of a dead process whose ID another one has now is removed", () => {
    expect(isRemoved(`import-${machine}-${process.pid}-00000000-abcdef`)).toBe(true);
  });

  it("of another machine or container stays: its process cannot be seen", () => {
    expect(isRemoved(`import-00000000-${deadPid()}-${start}-abcdef`)).toBe(false);
  });

  it.each(["import-abcdef", "export-x", "import-files"])("with another name stays: %s", (name) => {
    expect(isRemoved(name)).toBe(false);
  });

  it("that is a link stays, and so does what it leads to", () => {
    const target = join(folder, "target");
    mkdirSync(target);
    const name = `import-${machine}-${deadPid()}-${start}-abcdef`;
    symlinkSync(target, join(folder, name));
    expect(isRemoved(name)).toBe(false);
    expect(existsSync(target)).toBe(true);
  });

  it("of another user stays", () => {
    vi.spyOn(process, "getuid").mockReturnValue(4_294_967_294);
    expect(isRemoved(`import-${machine}-${deadPid()}-${start}-abcdef`)).toBe(false);
    vi.restoreAllMocks();
  });

  it.runIf(process.getuid?.() !== 0)("that cannot be removed is named, and the import goes on", () => {
    const name = `import-${machine}-${deadPid()}-${start}-abcdef`;
    mkdirSync(join(folder, name));
    chmodSync(folder, 0o500);
    removeLeftovers((line) => said.push(line));
    chmodSync(folder, 0o700);
    expect(readdirSync(folder)).toEqual([name]);
    expect(said).toEqual([expect.stringContaining("cannot be removed (EACCES)")]);
  });
});
