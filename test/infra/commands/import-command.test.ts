import { link, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { options } from "../../../infra/commands/import/options.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { clientFor, embeddedEngine } from "../../support/engines.ts";
import { importCommand } from "../../support/import-command.ts";
import { csvHeader, ndjsonLine } from "../../support/import-files.ts";
import { listsIn } from "../../support/import-run.ts";
import { providerStubs } from "../../support/provider-stub.ts";

const { file, pathOf, run, table } = importCommand();
const stubs = providerStubs();

/** What a command that was refused leaves: one line that is no stack. */
const refused = (line: string) => ({ code: 1, signal: null, stdout: "", stderr: `${line}\n` });

it("--help explains every option, and needs no table", async () => {
  const { code, stdout, stderr } = await run(["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const name of Object.keys(options)) expect(stdout).toMatch(new RegExp(`^  --${name} `, "m"));
  expect(stdout).toContain("npm run import -- FILE");
});

describe("the command ends with code 1 and one line for", () => {
  it.concurrent.each([
    ["no file", [], "Give one file to import, or - for standard input. See --help."],
    ["a file that is not there", ["none/such.csv"], "none/such.csv does not exist."],
  ])("%s", async (_, args, line) => {
    expect(await run(args)).toEqual(refused(line));
  });

  it("an unknown option", async () => {
    const { code, stdout, stderr } = await run(["a.csv", "--fix"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^Unknown option '--fix'\..* See --help\.\n$/);
  });

  it("a folder", async () => {
    const path = pathOf("folder.csv");
    await mkdir(path);
    expect(await run([path])).toEqual(refused(`${path} is a folder; give a file.`));
  });

  it("the file itself for rejected rows, by whichever name, and the file stays as it is", async () => {
    const path = await file("same.csv", csvHeader);
    await symlink(path, pathOf("link.csv"));
    await link(path, pathOf("hard-link.csv"));
    for (const [input, rejects] of [
      [path, path],
      [path, pathOf("link.csv")],
      [path, pathOf("hard-link.csv")],
      [pathOf("link.csv"), path],
    ] as const) {
      const line = `--rejects must name another file than ${input}, which it would overwrite.`;
      expect(await run([input, "--rejects", rejects])).toEqual(refused(line));
    }
    expect(await readFile(path, "utf8")).toBe(csvHeader);
  });
});

describe("a file that cannot be used at all is told by its name, nothing is written, and the code is 1:", () => {
  it("UTF-16 without a mark", async () => {
    const path = await file("utf-16.csv", Buffer.from(`${csvHeader}\r\n`, "utf16le"));
    const target = await table();
    expect(await run([path, ...target.to()])).toEqual(
      refused(
        `${path}: the file is UTF-16 LE without a byte order mark; save it as UTF-8: in Excel "Save As" with the type ` +
          '"CSV UTF-8", in LibreOffice "Save As", "Edit filter settings" and the character set UTF-8. Nothing was written.',
      ),
    );
    expect(await listsIn(target)).toEqual(new Map());
  });

  it("on standard input", async () => {
    const target = await table();
    expect(await run(["-", "--format", "csv", ...target.to()], "companySerial\n")).toEqual(
      refused("standard input: line 1: the column employeeID is missing. Nothing was written."),
    );
  });
});

describe("where rejected rows have no place, that is told before anything is written, with code 1:", () => {
  let good: string;
  beforeAll(async () => {
    good = await file("good.ndjson", `${ndjsonLine(1)}\n`);
  });

  it.each([
    ["a folder that is not there", "none/such.ndjson", "does not exist"],
    ["a folder in its place", "", "is a folder"],
  ])("%s", async (_, name, problem) => {
    const target = await table();
    const rejects = pathOf(name).replace(/\/$/, "");
    expect(await run([good, "--rejects", rejects, ...target.to()])).toEqual(
      refused(`Rejected rows cannot be saved: ${rejects} ${problem}. Give another --rejects FILE.`),
    );
    expect(await listsIn(target)).toEqual(new Map());
  });
});

describe("without --table", () => {
  it("an endpoint on loopback has the table of npm start", async () => {
    const engine = await embeddedEngine.start();
    const dynamodb = clientFor(engine.url);
    const tables = { assignments: "Assignments", clients: "Clients" };
    await createTables(dynamodb, tables);
    const path = await file("default.ndjson", `${ndjsonLine(1)}\n`);
    expect(await run([path, "--endpoint", engine.url])).toMatchObject({ code: 0 });
    expect([...(await listsIn({ dynamodb, tables })).keys()]).toEqual(["CMP-IMPORT#webinar#EMPLOYEE-1"]);
    dynamodb.destroy();
    await engine.stop();
  });

  it("an endpoint where nothing answers is told, and an older file of rejected rows stays", async () => {
    const path = await file("unreached.ndjson", `${ndjsonLine(1)}\n`);
    await writeFile(`${path}.rejects.ndjson`, "older");
    const { origin } = await stubs.unusedUrl();
    expect(await run([path, "--endpoint", origin])).toEqual(
      refused(`Nothing answers at ${origin}; is \`npm start\` running?`),
    );
    expect(await readFile(`${path}.rejects.ndjson`, "utf8")).toBe("older");
  });
});
