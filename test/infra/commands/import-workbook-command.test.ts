import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { countsIn, importCommand } from "../../support/import-command.ts";
import { csvColumns, goodRow } from "../../support/import-files.ts";
import { listsIn, listsOf } from "../../support/import-run.ts";
import { sheetOf, workbookOf } from "../../support/workbook.ts";
import { sheetRow } from "../../support/workbook-rows.ts";

const { file, table, run, pathOf } = importCommand();

test("imports a workbook of any name, mends and counts, and writes rejected rows as CSV that is imported again", async () => {
  const into = await table();
  const rows = [
    [...csvColumns],
    sheetRow(1),
    sheetRow(2, { employeeID: 42 }),
    sheetRow(3, { isAttend: "mungkin" }),
    sheetRow(4, { postTestScore: "12,5" }),
  ];
  const path = await file("Juli.data", await sheetOf(...rows));
  const summary = pathOf("workbook-summary.json");
  const first = await run([path, ...into.to(), "--summary-json", summary]);
  expect(first).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('EMPLOYEE-3, line 4: isAttend "mungkin": must'),
  });
  expect(first.stdout).toContain("in 1 identifier (line 3).");
  expect(first.stdout).toContain(`3 rows are imported. 1 row is rejected: see ${path}.rejects.csv.`);
  expect(countsIn(first.stdout, "CMP-IMPORT")).toMatchObject({ added: "3", rejected: "1" });
  expect(JSON.parse(await readFile(summary, "utf8"))).toMatchObject({
    exitCode: 2,
    mended: { number: 1 },
    rejected: 1,
  });

  const rejects = await readFile(`${path}.rejects.csv`, "utf8");
  expect(rejects).toMatch(/^\ufeffline;problems;companySerial;/);
  const mended = await file("mended.csv", rejects.replace(";mungkin;", ";ya;"));
  expect(await run([mended, ...into.to()])).toMatchObject({ code: 0 });
  const records = [goodRow(1), { ...goodRow(2), employeeID: "42" }, { ...goodRow(3), isAttend: true }];
  expect(await listsIn(into)).toEqual(listsOf([...records, { ...goodRow(4), postTestScore: 12.5 }]));
});

test("imports the sheet that --sheet names, and says which are not read", async () => {
  const into = await table();
  const sheets = [1, 2].map((number) => ({ name: `Bulan ${number}`, rows: [[...csvColumns], sheetRow(number)] }));
  const path = await file("two.xlsx", await workbookOf({ sheets }));
  const { code, stderr } = await run([path, ...into.to(), "--sheet", "bulan 2"]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('Only the sheet "Bulan 2" is read, and not "Bulan 1"; --sheet names another.'),
  });
  expect(await listsIn(into)).toEqual(listsOf([goodRow(2)]));
  expect(await run([path, ...into.to(), "--sheet", "Maret"])).toMatchObject({
    code: 1,
    stderr: `${path}: the workbook has no sheet "Maret"; it has "Bulan 1" and "Bulan 2". Nothing was written.\n`,
  });
});

test("writes nothing of a workbook that is damaged after its first rows", async () => {
  const into = await table();
  const bytes = await sheetOf([...csvColumns], ...Array.from({ length: 2_000 }, (_, number) => sheetRow(number)));
  const entry = bytes.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
  bytes.writeUInt32LE(0, entry + 16);
  const path = await file("damaged.xlsx", bytes);
  const { code, stdout, stderr } = await run([path, ...into.to()]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`${path}: the workbook is damaged (the checksum of xl/worksheets/sheet1.xml is wrong)`);
  expect(await listsIn(into)).toEqual(new Map());
});

test("refuses a workbook on standard input with what to do", async () => {
  const into = await table();
  const advice = "save it to a file, and give the file's name";
  for (const more of [[], ["--format", "csv"]]) {
    const { code, stderr } = await run(["-", ...more, ...into.to()], await sheetOf([1]));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `standard input: the file is an Excel workbook (.xlsx) or another ZIP archive; ${advice}. Nothing was written.\n`,
    });
  }
  expect(await run(["-", "--format", "xlsx", ...into.to()])).toMatchObject({
    code: 1,
    stderr: `Standard input cannot be a workbook: ${advice}.\n`,
  });
});

test("refuses .xls before it looks for the table", async () => {
  const path = await file("old.csv", Buffer.from("d0cf11e0a1b11ae1".padEnd(1_024, "0"), "hex"));
  expect(await run([path, "--endpoint", "http://127.0.0.1:9"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${path}: the file is in the format of Excel 97-2003 (.xls); open it in Excel`),
  });
});
