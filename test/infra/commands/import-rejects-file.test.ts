import { existsSync } from "node:fs";
import { lstat, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { assignmentsOf } from "../../support/assignments.ts";
import { countsIn, importCommand } from "../../support/import-command.ts";
import { linesOf, listsIn } from "../../support/import-run.ts";

const { file, pathOf, run, table } = importCommand();
const A = "CMP-A#webinar#A";
const EARLIER = '{"line":7,"problems":["row: must be JSON"],"row":"earlier"}\n';

describe("rejected rows", () => {
  it("go to a file of their owner alone, five are told with whose they are and the wrong values alone, and the code is 2", async () => {
    const wrong = (number: number) => ({
      ...assignmentsOf(1, `W${number}`)[0],
      isAttend: `no-${number}`,
      feedback: "secret-3",
    });
    const lines = Array.from({ length: 7 }, (_, index) => linesOf(`E-${index}`, [wrong(index)]));
    const content = linesOf("A", assignmentsOf(2)) + lines.join("");
    const path = await file("seven.ndjson", content);
    const target = await table();
    const { code, stdout, stderr } = await run([path, ...target.to()]);
    const rule = "must be true or false";
    const rejects = `${path}.rejects.ndjson`;

    expect(code).toBe(2);
    expect(stderr.split("\n")).toEqual([
      ...[3, 4, 5, 6, 7].map((line, index) => `E-${index}, line ${line}: isAttend "no-${index}": ${rule}`),
      `More rows are rejected; ${rejects} has all of them.`,
      "",
    ]);
    expect(stdout).toMatch(new RegExp(`\n2 rows are imported\\. 7 rows are rejected: see ${rejects}\\.\n$`));
    expect(countsIn(stdout, "CMP-A")).toMatchObject({ employees: "1", added: "2", rejected: "7" });
    expect(stdout + stderr).not.toContain("secret");
    const kept = (await readFile(rejects, "utf8")).trimEnd().split("\n");
    expect(kept.map((line) => JSON.parse(line))).toEqual(
      lines.map((line, index) => ({ line: index + 3, problems: [`row isAttend: ${rule}`], row: line.trimEnd() })),
    );
    expect((await stat(rejects)).mode & 0o777).toBe(0o600);
    // Who has only rejected rows is not even made known.
    expect([...(await listsIn(target)).keys()]).toEqual([A]);
  });

  it("of an earlier run are deleted once there are none", async () => {
    const target = await table();
    const path = await file("mended.ndjson", linesOf("A", [{}]));
    const rejects = await file("earlier.ndjson", EARLIER);
    const { code, stderr } = await run([path, "--rejects", rejects, ...target.to()]);
    expect({ code, stderr, exists: existsSync(rejects) }).toEqual({ code: 0, stderr: "", exists: false });
  });

  it("of an earlier run that are longer do not show through, nor stay open to others", async () => {
    const target = await table();
    const path = await file("shorter.ndjson", "x\n");
    const rejects = await file("longer.ndjson", EARLIER.repeat(100));
    expect(await run([path, "--rejects", rejects, ...target.to()])).toMatchObject({ code: 2 });
    expect(await readFile(rejects, "utf8")).toBe('{"line":1,"problems":["row: must be JSON"],"row":"x"}\n');
    expect((await stat(rejects)).mode & 0o777).toBe(0o600);
  });

  it("have no place in a file of other contents, which stays as it is, and nothing is written", async () => {
    const target = await table();
    const path = await file("good.ndjson", linesOf("A", [{}]));
    const rejects = await file("precious.txt", "precious");
    const { code, stderr } = await run([path, "--rejects", rejects, ...target.to()]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining("exists, and does not hold rejected rows"),
    });
    expect(await readFile(rejects, "utf8")).toBe("precious");
    expect((await listsIn(target)).size).toBe(0);
  });

  it("of an earlier run stay where the file cannot be used at all", async () => {
    const target = await table();
    const path = await file("bad-header.csv", "companySerial,employeeID,feedback\n");
    await writeFile(`${path}.rejects.csv`, EARLIER);
    expect(await run([path, ...target.to()])).toMatchObject({ code: 1 });
    expect(await readFile(`${path}.rejects.csv`, "utf8")).toBe(EARLIER);
  });

  it("may go to what is no file, which is not deleted", async () => {
    const target = await table();
    const path = await file("to-null.ndjson", "x\n");
    // Through a link, or a fault would delete the device itself.
    const rejects = pathOf("device");
    await symlink("/dev/null", rejects);
    expect(await run([path, "--rejects", rejects, ...target.to()])).toMatchObject({ code: 2 });
    expect((await lstat(rejects)).isSymbolicLink()).toBe(true);
  });

  it("are kept in a dry run, too, with code 2", async () => {
    const target = await table();
    const path = await file("tried-wrong.ndjson", "x\n");
    await writeFile(`${path}.rejects.ndjson`, "");
    expect(await run([path, "--dry-run", ...target.to()])).toMatchObject({ code: 2 });
    expect(await readFile(`${path}.rejects.ndjson`, "utf8")).toContain('"line":1');
  });
});
