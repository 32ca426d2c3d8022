import { Readable } from "node:stream";
import { listKey } from "../../functions/shared/store/lists.ts";
import type { Assignment } from "../../functions/webinar-activity/contract.ts";
import { judge } from "../../infra/commands/export/judge.ts";
import type { Reject } from "../../infra/commands/import/rows.ts";
import { type ImportJob, runImport } from "../../infra/commands/import/run.ts";
import { type Format, readRows } from "../../infra/commands/import/source.ts";
import { createPatience } from "../../infra/commands/terminal/patience.ts";
import { createStoredLists } from "../../infra/store/stored-lists.ts";
import type { Storage } from "./storage.ts";

type Options = Partial<Omit<ImportJob, "source" | "rejects" | "progress">> & {
  readonly format?: Format;
  readonly company?: string;
};

/** Runs an import in this process, as the command does, and records its rejects and messages. */
export const importInto = async (
  { writer }: Pick<Storage, "writer">,
  file: string | Uint8Array | Iterable<string>,
  { format = "ndjson", company, ...options }: Options = {},
) => {
  const rejected: Reject[] = [];
  const said: string[] = [];
  const chunks = typeof file === "string" || file instanceof Uint8Array ? [Buffer.from(file)] : bytesOf(file);
  const outcome = await runImport({
    source: { rows: readRows(Readable.from(chunks), { format, company }), size: 0, bytesRead: () => 0 },
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
  return { ...outcome, total: outcome.tally.total, rejected, said };
};

function* bytesOf(lines: Iterable<string>): Generator<Buffer> {
  for (const line of lines) yield Buffer.from(line);
}

/** Every list of the table by its key; throws if a list is not dense, breaks the schema or has a duplicate serial. */
export const listsIn = async ({
  dynamodb,
  tables,
}: Pick<Storage, "dynamodb" | "tables">): Promise<Map<string, readonly Assignment[]>> => {
  const retry = createPatience({ say: () => {} });
  const stored = createStoredLists(dynamodb, tables.assignments, { retry });
  const lists = new Map<string, readonly Assignment[]>();
  for (const key of await stored.keys()) {
    const [companySerial = "", category = "", ...employeeID] = key.split("#");
    const found = await stored.read({ companySerial, category, employeeID: employeeID.join("#") });
    if (!found) throw new Error(`${key} is gone`);
    const { valid, problems } = judge(found);
    if (problems.length > 0) throw new Error(`${key}: ${problems.join("; ")}`);
    lists.set(key, valid);
  }
  return lists;
};

type Owned = Assignment & { readonly companySerial: string; readonly employeeID: string };

/** The lists that `listsIn` must return after an import of `records`. */
export const listsOf = (records: Iterable<Owned>): Map<string, Assignment[]> => {
  const lists = new Map<string, Assignment[]>();
  for (const { companySerial, employeeID, ...assignment } of records) {
    const key = listKey({ companySerial, category: "webinar", employeeID });
    lists.set(key, [...(lists.get(key) ?? []), assignment]);
  }
  return new Map([...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** One employee's records as lines of NDJSON. */
export const linesOf = (employeeID: string, records: readonly object[], companySerial = "CMP-A"): string =>
  records.map((record) => `${JSON.stringify({ companySerial, employeeID, ...record })}\n`).join("");
