import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnMap } from "../../../infra/commands/import/column-map.ts";
import { parseOptions } from "../../../infra/commands/import/options.ts";
import { CommandError } from "../../../infra/commands/terminal/command.ts";
import { csvHeader, csvLine, fileOf, readAs, rowsIn } from "../../support/import-files.ts";

const csv = { format: "csv" } as const;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "column-map-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("--map", () => {
  it("gives a field the column of another name", async () => {
    const file = fileOf([csvHeader.replace("employeeID", "NIK").replace("course.name", "Judul"), csvLine(1)]);
    const map = columnMap(["employeeID=NIK", "Course Name=judul"]);
    expect(await rowsIn(file, { ...csv, map })).toEqual([readAs(1, 2)]);
  });

  it("decides between two columns that match one field", async () => {
    const file = fileOf([`${csvHeader},Employee ID`, `${csvLine(1)},other`]);
    const map = columnMap(["employeeID=employeeID"]);
    expect(await rowsIn(file, { ...csv, map })).toEqual([readAs(1, 2)]);
  });

  it("names the columns where there is none of the name", async () => {
    const reading = rowsIn("companySerial,NIKK\n", { ...csv, map: columnMap(["employeeID=NIK"]) });
    await expect(reading).rejects.toThrow(
      "line 1: the column NIK, given for employeeID, is missing: found companySerial, NIKK, did you mean NIKK",
    );
  });

  it.each([
    [["employeeID"], '--map must be FIELD=COLUMN, and it is "employeeID".'],
    [["employeeID="], '--map must be FIELD=COLUMN, and it is "employeeID=".'],
    [["employeeId2=NIK"], "--map: there is no field employeeId2, did you mean employeeID."],
    [["employeeID=A", "Employee ID=B"], "--map gives the column of employeeID twice."],
  ])("%j is refused", (given, message) => {
    expect(() => columnMap(given)).toThrow(new CommandError(message));
  });
});

it("--map-file has a line for each, and --map counts before it", () => {
  const path = join(folder, "columns.txt");
  writeFileSync(path, "\ufeff# nightly\r\nemployeeID=NIK\r\n\r\ncourse.name = Judul = Kursus\r\n");
  const args = ["a.csv", "--map-file", path, "--map", "employeeID=Nomor"];
  expect(parseOptions(args)?.map).toEqual(
    new Map([
      ["employeeID", "Nomor"],
      ["course.name", "Judul = Kursus"],
    ]),
  );
});

it("the word tab is a delimiter", () => {
  expect(parseOptions(["a.csv", "--delimiter", "tab"])).toMatchObject({ delimiter: "\t" });
});
