import { Readable } from "node:stream";
import { type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import { judge } from "../../infra/commands/export/judge.ts";
import type { Reject } from "../../infra/commands/import/rows.ts";
import { type ImportJob, runImport } from "../../infra/commands/import/run.ts";
import { createNotes } from "../../infra/commands/import/skipped.ts";
import { type Format, readRows } from "../../infra/commands/import/source.ts";
import { createPatience } from "../../infra/commands/terminal/patience.ts";
import { createStoredLists, listOfKey } from "../../infra/store/stored-lists.ts";
import type { Storage } from "./storage.ts";

type Options = Partial<Omit<ImportJob, "source" | "rejects" | "progress">> & {
  readonly format?: Format;
  readonly company?: string;
  readonly category?: CategoryName;
};

/** Runs an import in this process, as the command does, and records its rejects and messages. */
export const importInto = async (
  { writer }: Pick<Storage, "writer">,
  file: string | Uint8Array | Iterable<string>,
  { format = "ndjson", company, category, ...options }: Options = {},
) => {
  const rejected: Reject[] = [];
  const said: string[] = [];
  const chunks = typeof file === "string" || file instanceof Uint8Array ? [Buffer.from(file)] : bytesOf(file);
  const notes = createNotes((line) => void said.push(line));
  const rows = readRows(Readable.from(chunks), { format, company, category, notes });
  const outcome = await runImport({
    source: { rows, size: 0, bytesRead: () => 0 },
    writer,
    mode: "upsert",
    dryRun: false,
    concurrency: 8,
    signal: new AbortController().signal,
    confirm: async () => true,
    ...options,
    rejects: { add: (reject) => void rejected.push(reject), finish: () => {} },
    progress: { start: () => {}, stop: () => {}, say: (line) => void said.push(line) },
  });
  return { ...outcome, total: outcome.tally.total, rejected, said, skipped: notes.skipped };
};

function* bytesOf(lines: Iterable<string>): Generator<Buffer> {
  for (const line of lines) yield Buffer.from(line);
}

/** Every list of the table by its key; throws if a list is not dense, breaks the schema or has a duplicate serial. */
export const listsIn = async ({
  dynamodb,
  tables,
}: Pick<Storage, "dynamodb" | "tables">): Promise<Map<string, readonly object[]>> => {
  const retry = createPatience({ say: () => {} });
  const stored = createStoredLists(dynamodb, tables.assignments, { retry });
  const lists = new Map<string, readonly object[]>();
  for (const key of await stored.keys()) {
    const list = listOfKey(key);
    const found = list && (await stored.read(list));
    if (!found) throw new Error(`${key} is no list, or gone`);
    const { valid, problems } = judge(found);
    if (problems.length > 0) throw new Error(`${key}: ${problems.join("; ")}`);
    lists.set(key, valid);
  }
  return lists;
};

type Owned = { readonly companySerial: string; readonly employeeID?: string; readonly category?: CategoryName };

/** The lists that `listsIn` must return after an import of `records`. */
export const listsOf = (records: Iterable<Owned>): Map<string, object[]> => {
  const lists = new Map<string, object[]>();
  for (const { companySerial, employeeID = "", category = "webinar", ...record } of records) {
    const key = `${companySerial}#${category}#${employeeID}`;
    lists.set(key, [...(lists.get(key) ?? []), record]);
  }
  return new Map([...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** One employee's webinar records as lines of NDJSON. */
export const linesOf = (employeeID: string, records: readonly object[], companySerial = "CMP-A"): string =>
  records.map((record) => `${JSON.stringify({ companySerial, employeeID, ...record })}\n`).join("");

/** One list of a category: its key, and its records as rows of a file and as lines of NDJSON. */
export const listFor = (category: CategoryName, employee = "A", companySerial = "CMP-A") => {
  const isEmployees = categories[category].owner === "employee";
  const owner = { companySerial, ...(isEmployees && { employeeID: employee }), category };
  const rows = (records: readonly object[]) => records.map((record) => ({ ...owner, ...record }));
  return {
    owner,
    name: { companySerial, category: categories[category], employeeID: isEmployees ? employee : "" },
    key: `${companySerial}#${category}#${isEmployees ? employee : ""}`,
    rows,
    lines: (records: readonly object[]) =>
      rows(records)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
  };
};
