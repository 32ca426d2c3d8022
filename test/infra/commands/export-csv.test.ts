import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { csvOf, onlyCategory } from "../../../infra/commands/export/csv.ts";
import { mendIdentifier } from "../../../infra/commands/import/mend.ts";
import { fieldsOf } from "../../../infra/reference/record-fields.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { importInto, listFor } from "../../support/import-run.ts";
import { recordsOf, withField } from "../../support/records.ts";
import { runCommand } from "../../support/run-command.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

const names = Object.keys(categories) as CategoryName[];
const hostile = [
  'a "quote"',
  '"',
  "a,b;c\td|e",
  "two\nlines",
  "two\r\nlines",
  "a lone\rCR",
  "\r",
  "\n\n",
  "  leading",
  "trailing \t",
  " ",
  "=1+1",
  "+1",
  "-1",
  "@cmd",
  '="00123"',
  "#N/A",
  "\uFEFFmark",
  "line\n\uFEFFmark",
  "a\u2028b\u2029c\u0085d",
  "true",
  "87,5",
  "sep=;",
  "é😀",
  "",
];

/** What an identifier may be since the import mends them; others can only be in older tables. */
const isLeftAlone = (text: string): boolean => {
  const mended = mendIdentifier(text);
  return "value" in mended && mended.value === text;
};

const accepts = (name: CategoryName, record: object) => z.safeParse(categories[name].stored, record).success;

/** Records with each hostile text in each field that accepts it. */
const hostileRecords = (name: CategoryName): object[] => {
  const isKey = (path: readonly string[]) => path.join() === categories[name].recordKey.join();
  const made = recordsOf(name, hostile.length).map((record, index) =>
    fieldsOf(categories[name])
      .filter(({ type, path }) => type === "string" && !isKey(path))
      .filter(({ kind }) => kind !== "identifier" || isLeftAlone(hostile[index] ?? ""))
      .map(({ path }) => withField(record, path, hostile[index]))
      .filter((changed) => accepts(name, changed)),
  );
  // Each record has a key of its own, and so have all changes of it.
  return made.flat().map((record, index) => {
    const [last] = recordsOf(name, 1, "H", index + 1);
    const value = categories[name].recordKey.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), last);
    return withField(record, categories[name].recordKey, value);
  });
};

describe("the export as CSV", () => {
  let storage: Storage;
  let copy: Storage;
  beforeAll(async () => {
    storage = await startStorage(embeddedEngine);
    copy = await startStorage(embeddedEngine);
    for (const name of names) {
      const list = listFor(name, 'E, "1"');
      await storage.append(list.name, [...recordsOf(name, 3), ...hostileRecords(name)]);
      await storage.register(listFor(name, "only", "CMP-B").name);
    }
  });
  afterAll(() => Promise.all([storage.stop(), copy.stop()]));

  const exportFrom = async (from: Storage, ...args: string[]) => {
    const connection = ["--endpoint", from.url, "--table", from.tables.assignments];
    const { code, stdout, stderr } = await runCommand("export", [...args, ...connection]);
    return { code, stdout, stderr };
  };

  it.each(names)("of %s has hostile texts", (name) => {
    expect(hostileRecords(name).length).toBeGreaterThan(name === "webinar" ? 40 : 15);
  });

  it.each(names)("of %s is read back to the identical export", async (name) => {
    const plain = await exportFrom(storage, "--all", "--category", name);
    const { code, stdout } = await exportFrom(storage, "--all", "--category", name, "--format", "csv");
    expect(code).toBe(0);
    const { rejected, ended } = await importInto(copy, stdout, { format: "csv" });
    expect({ rejected, ended }).toEqual({ rejected: [], ended: "done" });
    expect(await exportFrom(copy, "--all", "--category", name)).toEqual(plain);
    expect((await exportFrom(copy, "--all", "--category", name, "--format", "csv")).stdout).toBe(stdout);
  });

  it.each(names)("of %s is RFC 4180: every line ends with CRLF and has the header's cells", async (name) => {
    const { stdout } = await exportFrom(storage, "--all", "--category", name, "--format", "csv");
    const rows: string[][] = parse(stdout, { record_delimiter: "\r\n" });
    expect(rows).toHaveLength(1 + 3 + hostileRecords(name).length + 1);
    const owner = [
      "companySerial",
      ...(categories[name].owner === "employee" ? ["employeeID"] : []),
      ...(name === "webinar" ? [] : ["category"]),
    ];
    expect(rows[0]?.slice(0, owner.length)).toEqual(owner);
    // The owner alone: no other cell has anything.
    expect(
      rows
        .at(-1)
        ?.slice(owner.length)
        .every((cell) => cell === ""),
    ).toBe(true);
  });

  it("begins with a mark for Excel, which the import takes off", async () => {
    const args = ["--all", "--category", "online", "--format", "csv"];
    // Not the standard output, whose reader here takes a mark off.
    const folder = await mkdtemp(join(tmpdir(), "export-csv-"));
    const file = join(folder, "marked.csv");
    const plain = await exportFrom(storage, ...args);
    expect((await exportFrom(storage, ...args, "--excel", "--output", file)).code).toBe(0);
    const marked = await readFile(file);
    await rm(folder, { recursive: true });
    expect(marked).toEqual(Buffer.from(`\uFEFF${plain.stdout}`));
    const own = await startStorage(embeddedEngine);
    expect((await importInto(own, marked, { format: "csv" })).rejected).toEqual([]);
    expect((await exportFrom(own, ...args)).stdout).toBe(plain.stdout);
    // The table has one category, which nobody needs to name.
    expect((await exportFrom(own, "--all", "--format", "csv")).stdout).toBe(plain.stdout);
    await own.stop();
  });

  it("of several categories is refused, and says which there are", async () => {
    expect(await exportFrom(storage, "--all", "--format", "csv")).toEqual({
      code: 1,
      stdout: "",
      stderr: "A CSV file has one category. Choose with --category: courses, offline, online, webinar.\n",
    });
  });

  it.each([
    [["--all", "--format", "xml"], '--format must be ndjson or csv, and it is "xml".'],
    [["--all", "--format", "csv", "--verify"], "Give either --verify or --format csv."],
    [["--all", "--excel"], "--excel is for CSV: give --format csv too."],
  ])("is refused as %s", async (args, line) => {
    expect(await runCommand("export", args)).toMatchObject({ code: 1, stdout: "", stderr: `${line}\n` });
  });
});

it("an empty selection is of the category that rows without one have", () => {
  const all = { companySerial: undefined, employeeID: undefined };
  expect(onlyCategory(all, [])).toBe("webinar");
  expect(onlyCategory(all, ["nobody", "C#online#E"])).toBe("online");
  expect(csvOf("courses", false).header).toBe("companySerial,category,serial,name,description,type\r\n");
});
