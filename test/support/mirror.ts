import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import type { PageStore } from "../../functions/shared/store/page-store.ts";
import { listOfKey } from "../../infra/store/stored-lists.ts";
import { compileCache } from "./compile-cache.ts";
import { listsIn } from "./import-run.ts";
import type { Storage } from "./storage.ts";

export const MIRROR_SCRIPT = join(import.meta.dirname, "../examples/mirror.ts");
/** The company of the sample's client `demo`, which the mirror asks as. */
export const MIRRORED_COMPANY = "CMP-RUANGGURU";

export type MirrorSettings = { readonly url: string; readonly pageSize?: number };

export const mirrorEnvironment = ({ url, pageSize = 100 }: MirrorSettings) => ({
  API_URL: url,
  CLIENT_ID: "demo",
  CLIENT_SECRET: "demo-secret",
  PAGE_SIZE: `${pageSize}`,
});

const spawnMirror = (file: string, settings: MirrorSettings) =>
  spawn(process.execPath, [MIRROR_SCRIPT, file], {
    env: { ...mirrorEnvironment(settings), ...compileCache },
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Runs the mirror to its end. @returns what it printed @throws {Error} with what it printed, unless it ends well */
export const runMirror = async (file: string, settings: MirrorSettings): Promise<string> => {
  const child = spawnMirror(file, settings);
  const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`The mirror ended with code ${code}:\n${stderr}`);
  return stdout;
};

/** A mirror under way, that can be ended at any moment. */
export type Mirror = {
  kill(): void;
  /** Resolves at its end, with whether it was killed. */
  readonly ended: Promise<boolean>;
};

export const startMirror = (file: string, settings: MirrorSettings): Mirror => {
  const child = spawnMirror(file, settings);
  child.stdout.resume();
  child.stderr.resume();
  return {
    kill: () => void child.kill("SIGKILL"),
    ended: once(child, "close").then(([, signal]) => signal === "SIGKILL"),
  };
};

/** The lists in the mirror, by key, as `listsToMirror` gives those of the table. @throws {Error} for a record of no list */
export const mirroredLists = (file: string): Map<string, unknown[]> => {
  const database = new DatabaseSync(file, { readOnly: true });
  const lists = new Map<string, unknown[]>();
  const keyOf = ({ employeeID, category }: Record<string, unknown>) => `${MIRRORED_COMPANY}#${category}#${employeeID}`;
  for (const row of database.prepare("SELECT employeeID, category FROM lists").all()) lists.set(keyOf(row), []);
  for (const row of database.prepare("SELECT * FROM records ORDER BY position").all()) {
    const records = lists.get(keyOf(row));
    if (!records) throw new Error(`Records of no list: ${keyOf(row)}`);
    records.push(JSON.parse(`${row["record"]}`));
  }
  database.close();
  return lists;
};

/** What the mirror must hold: every list of the company's employees but those that were removed. */
export const listsToMirror = async (storage: Pick<Storage, "dynamodb" | "tables"> & { readonly store: PageStore }) => {
  const lists = new Map<string, readonly object[]>();
  for (const [key, records] of await listsIn(storage)) {
    const list = listOfKey(key);
    if (list?.companySerial !== MIRRORED_COMPANY || list.category.owner !== "employee") continue;
    const { total } = await storage.store.page(list, { page: 1, pageSize: 1 });
    if (total !== undefined) lists.set(key, records);
  }
  return lists;
};
