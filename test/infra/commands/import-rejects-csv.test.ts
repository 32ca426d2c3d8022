import { readFile, stat } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guarded, keptAsText, unguarded } from "../../../infra/commands/import/csv-cell.ts";
import { importCommand } from "../../support/import-command.ts";
import { csvHeader, csvLine, fileOf, goodRow } from "../../support/import-files.ts";
import { listsIn, listsOf } from "../../support/import-run.ts";

const { file, run, table } = importCommand();
const rejectsOf = async (path: string) => (await readFile(`${path}.rejects.csv`, "utf8")).split("\r\n");

describe("rejected rows of CSV", () => {
  it("are CSV with the source's columns and delimiter, which is imported as it is once it is mended", async () => {
    const semicolons = (line: string) => line.replaceAll(",", ";").replace("~", ",");
    const cells = (number: number, changes = {}) => semicolons(csvLine(number, changes));
    const header = `${semicolons(csvHeader)};Our Notes`;
    const path = await file(
      "semicolons.csv",
      fileOf([
        header,
        `${cells(1)};=1+1`,
        `${cells(2, { postTestScore: "1.234~5", feedback: "-good" })};'=as text`,
        `${cells(3, { isAttend: "maybe" })};"a ""quoted""\nnote"`,
      ]),
    );
    const target = await table();
    expect(await run([path, ...target.to()])).toMatchObject({ code: 2 });
    const rejects = await readFile(`${path}.rejects.csv`, "utf8");
    const thousands = "must have no thousands mark: write 1234,5 or 1234.5, not 1.234,5";
    expect(rejects).toBe(
      [
        `\uFEFFline;problems;${header}`,
        `3;"postTestScore ""1.234,5"": ${thousands}";` +
          `${cells(2, { postTestScore: '"1.234~5"', feedback: "'-good" }).replaceAll('"""', '"')};''=as text`,
        `4;"isAttend ""maybe"": must be true or false";${cells(3, { isAttend: "maybe" })};"a ""quoted""\nnote"`,
        "",
      ].join("\r\n"),
    );
    expect((await stat(`${path}.rejects.csv`)).mode & 0o777).toBe(0o600);

    const mended = await file("mended.csv", rejects.replace(/"1\.234,5";/, "1234,5;").replace(";maybe;", ";ya;"));
    expect(await run([mended, ...target.to()])).toMatchObject({ code: 0 });
    expect(await listsIn(target)).toEqual(
      listsOf([goodRow(1), { ...goodRow(2), postTestScore: 1234.5, feedback: "-good" }, goodRow(3)]),
    );
  });

  it("stay as they were, where nobody mends them", async () => {
    const target = await table();
    const wrong = [
      csvLine(1, { employeeID: "=1+1" }),
      csvLine(2).split(",").slice(0, -2).join(","),
      `${csvLine(3)},,`,
      csvLine(4).replace("EMPLOYEE-4", '"EMPLOYEE"-4'),
      "@,".repeat(14),
    ];
    const path = await file("wrong.csv", fileOf([csvHeader, ...wrong]));
    expect(await run([path, ...target.to()])).toMatchObject({ code: 2 });
    const again = `${path}.rejects.csv`;
    expect(await run([again, ...target.to()])).toMatchObject({ code: 2 });
    const withoutLines = (lines: string[]) => lines.map((line) => line.replace(/^\d+,/, ""));
    const first = withoutLines(await rejectsOf(path));
    expect(first).toHaveLength(wrong.length + 2);
    // The row that could not be split is a single cell now.
    const cut = first.map((line) => line.replace(/^"must continue with [^"]+"/, '"has 1 column, must have 15"'));
    expect(withoutLines(await rejectsOf(again))).toEqual(cut);
  });

  it("that break a rule with another row are there with the source's columns too", async () => {
    const target = await table();
    const path = await file(
      "twice.csv",
      fileOf([`${csvHeader},Note`, `${csvLine(1)},x`, `${csvLine(1, { feedback: "=other" })},y`]),
    );
    expect(await run([path, ...target.to()])).toMatchObject({ code: 2 });
    const [, row = ""] = await rejectsOf(path);
    const problem = "must be unique for an employee, but line 2 has it with other contents";
    expect(row).toBe(`3,"assignedCourseSerial ""ASGC-1"": ${problem}",${csvLine(1, { feedback: "'=other" })},`);

    const line = (changes: object) => csvLine(1, changes).replaceAll(",", ";");
    const semicolons = fileOf([csvHeader.replaceAll(",", ";"), line({}), line({ postTestScore: "83.333" })]);
    const other = await file("twice-semicolons.csv", semicolons);
    expect(await run([other, ...(await table()).to()])).toMatchObject({ code: 2 });
    expect((await rejectsOf(other))[1]).toMatch(/;"83,333";$/);
  });

  it("keep identifiers that a spreadsheet would change when it opens the file", async () => {
    const target = await table();
    const ids = ["00123", "3175091234567890", "1-2", "12E5", "MAR1", "=1", "12", "EMPLY-1"];
    const lines = ids.map((employeeID, index) => csvLine(index, { employeeID, isAttend: "x" }));
    const path = await file("ids.csv", fileOf([csvHeader, ...lines]));
    expect(await run([path, ...target.to()])).toMatchObject({ code: 2 });
    const rejects = await rejectsOf(path);
    const cells = rejects.slice(1, -1).map((line) => /CMP-IMPORT,(.*),COURSE/.exec(line)?.[1]);
    expect(cells).toEqual([...ids.slice(0, 6).map((id) => `'${id}`), "12", "EMPLY-1"]);

    const again = await file("ids-again.csv", rejects.join("\r\n"));
    expect(await run([again, ...target.to()])).toMatchObject({ code: 2 });
    expect((await rejectsOf(again)).slice(1).map((line) => line.replace(/^\d+/, ""))).toEqual(
      rejects.slice(1).map((line) => line.replace(/^\d+/, "")),
    );
    const mended = await file(
      "ids-mended.csv",
      rejects.join("\r\n").replaceAll(",x,", ",true,").replace("'=1,", "A1,"),
    );
    const { code, stdout } = await run([mended, ...target.to()]);
    expect({ code, mended: stdout.includes("Mended") }).toEqual({ code: 0, mended: false });
    expect([...(await listsIn(target)).keys()].sort()).toEqual(
      ids.map((id) => `CMP-IMPORT#webinar#${id.replace("=1", "A1")}`).sort(),
    );
  });

  it("are refused for --mode replace, which would remove the rows that are in", async () => {
    const target = await table();
    const path = await file("half.csv", fileOf([csvHeader, csvLine(1), csvLine(2, { isAttend: "x" })]));
    expect(await run([path, ...target.to()])).toMatchObject({ code: 2 });
    const { code, stderr } = await run([`${path}.rejects.csv`, "--mode", "replace", "--yes", ...target.to()]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining("would remove all other records of their lists; import it with --mode upsert"),
    });
    expect(await listsIn(target)).toEqual(listsOf([goodRow(1)]));
  });

  it("are told with each value cut, and with no character that a terminal obeys", async () => {
    const target = await table();
    const path = await file(
      "long.csv",
      fileOf([csvHeader, csvLine(1, { isAttend: "x".repeat(200) }), csvLine(2, { isAttend: "\u001b[31m\u202e" })]),
    );
    const { stderr } = await run([path, ...target.to()]);
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      `EMPLOYEE-1, line 2: isAttend "${"x".repeat(80)}…": must be true or false`,
      'EMPLOYEE-2, line 3: isAttend "\\u{1b}[31m\\u{202e}": must be true or false',
    ]);
  });
});

it("a guarded cell is no formula, and is unguarded to what it was", () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "a", "1", '"')), (characters) => {
      const text = characters.join("");
      expect(guarded(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguarded(guarded(text))).toBe(text);
      expect(unguarded(keptAsText(text))).toBe(text);
    }),
  ));
