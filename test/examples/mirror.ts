// An example: keeps a local SQLite database in step with the API. Node.js 24 or newer, and nothing else. `--help` says what
// it does. It may be ended at any moment, also by a crash: the next run goes on where the last one stopped.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { components, paths } from "./openapi-types.ts";

const HELP = `Copies all employees' lists into an SQLite database, and later only what has changed since.

  CLIENT_ID=… CLIENT_SECRET=… node mirror.ts DATABASE

  API_URL      http://localhost:3000 unless set
  PAGE_SIZE    of the feed of changes, 1 to 100; 100 unless set`;

const { API_URL, CLIENT_ID = "", CLIENT_SECRET = "", PAGE_SIZE } = process.env;
const baseUrl = API_URL || "http://localhost:3000";
const ATTEMPTS = 5;
const RECORDS_A_PAGE = 100;
/** The feed names removed lists for 30 days: whoever was away for longer reads it from the beginning. */
const AWAY_MS = 29 * 24 * 60 * 60 * 1_000;
/** After these it may help to ask again. */
const PASSING = new Set([429, 503, 504]);

type Feed = paths["/ruangkerja/dashboard/course-activity-changes"]["get"]["responses"][200]["content"];
type Changes = Feed["application/json"]["data"];
type Token = components["schemas"]["TokenAnswer"]["data"];
/** A list, by which its rows are found. */
type List = { readonly employeeID: string; readonly category: string };

/** Asks until there is an answer that is no passing failure, after the time that the API asks for. */
const ask = async (path: string, init: RequestInit): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(`${baseUrl}${path}`, { ...init, signal: AbortSignal.timeout(30_000) }).catch(
      (error: Error) => error,
    );
    const passing = answer instanceof Error || PASSING.has(answer.status);
    if (!passing) return answer;
    if (attempt === ATTEMPTS) throw answer instanceof Error ? answer : new Error(`Status ${answer.status} of ${path}`);
    await pause(1_000 * (answer instanceof Error ? 1 : Number(answer.headers.get("Retry-After") ?? 1)));
  }
};

let token: Token | undefined;
const newToken = async (): Promise<Token> => {
  const body = JSON.stringify({ clientID: CLIENT_ID, clientSecret: CLIENT_SECRET, grantType: "client_credentials" });
  const answer = await ask("/oauth/token", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  if (!answer.ok) throw new Error(`No token: ${await answer.text()}`);
  return ((await answer.json()) as { data: Token }).data;
};

/** @returns an answer with one of these statuses, 200 among them */
const get = async (path: string, others: readonly number[] = [], headers: Record<string, string> = {}) => {
  for (let renewed = false; ; renewed = true) {
    token ??= await newToken();
    const answer = await ask(path, { headers: { ...headers, Authorization: `Bearer ${token.accessToken}` } });
    if (answer.status === 200 || others.includes(answer.status)) return answer;
    if (answer.status !== 401 || renewed) throw new Error(`Status ${answer.status} of ${path}: ${await answer.text()}`);
    token = undefined;
  }
};

const SCHEMA = `
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), since TEXT, round INTEGER, readAt INTEGER);
CREATE TABLE IF NOT EXISTS lists (employeeID TEXT, category TEXT, version TEXT, round INTEGER, PRIMARY KEY (employeeID, category));
CREATE TABLE IF NOT EXISTS pages (employeeID TEXT, category TEXT, page INTEGER, etag TEXT, PRIMARY KEY (employeeID, category, page));
CREATE TABLE IF NOT EXISTS records (employeeID TEXT, category TEXT, position INTEGER, record TEXT, PRIMARY KEY (employeeID, category, position));
INSERT OR IGNORE INTO state VALUES (1, NULL, 1, NULL);`;

const mirror = async (file: string): Promise<void> => {
  const database = new DatabaseSync(file);
  database.exec(SCHEMA);
  const run = (sql: string, ...values: (string | number | null)[]) => database.prepare(sql).run(...values);
  const row = (sql: string, ...values: (string | number)[]) => database.prepare(sql).get(...values);
  /** All or nothing, also after a crash. */
  const atOnce = (work: () => void): void => {
    database.exec("BEGIN IMMEDIATE");
    work();
    database.exec("COMMIT");
  };

  const forget = ({ employeeID, category }: List, table: string, after = 0, column = "1"): void =>
    void run(
      `DELETE FROM ${table} WHERE employeeID = ? AND category = ? AND ${column} > ?`,
      employeeID,
      category,
      after,
    );
  const forgetAll = (list: List): void =>
    atOnce(() => {
      for (const table of ["lists", "pages", "records"]) forget(list, table);
    });

  /**
   * Reads a list whose version is new, but not the pages that are as they were. If it changes meanwhile, what is kept may be
   * of two versions: then the feed names it once more.
   */
  const readList = async (list: List, version: string, round: number): Promise<void> => {
    const { employeeID, category } = list;
    const path = `/ruangkerja/dashboard/users/${encodeURIComponent(employeeID)}/courses/${category}`;
    const changed: { page: number; etag: string; records: unknown[] }[] = [];
    let total = 0;
    for (let page = 1; page === 1 || (page - 1) * RECORDS_A_PAGE < total; page += 1) {
      const known = row(
        "SELECT etag FROM pages WHERE employeeID = ? AND category = ? AND page = ?",
        employeeID,
        category,
        page,
      );
      const headers: Record<string, string> = known ? { "If-None-Match": `${known["etag"]}` } : {};
      const answer = await get(`${path}?page=${page}&pageSize=${RECORDS_A_PAGE}`, [304, 404], headers);
      if (answer.status === 404) return forgetAll(list);
      total = Number(answer.headers.get("X-Total-Count"));
      if (answer.status === 304) continue;
      const { data } = (await answer.json()) as { data: unknown[] };
      changed.push({ page, etag: answer.headers.get("ETag") ?? "", records: data });
    }
    atOnce(() => {
      run("INSERT OR REPLACE INTO lists VALUES (?, ?, ?, ?)", employeeID, category, version, round);
      for (const { page, etag, records } of changed) {
        run("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", employeeID, category, page, etag);
        for (const [index, record] of records.entries()) {
          const position = (page - 1) * RECORDS_A_PAGE + index + 1;
          run(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)",
            employeeID,
            category,
            position,
            JSON.stringify(record),
          );
        }
      }
      forget(list, "records", total, "position");
      forget(list, "pages", Math.max(1, Math.ceil(total / RECORDS_A_PAGE)), "page");
    });
  };

  const take = async ({ version, deleted, ...list }: Changes["items"][number], round: number): Promise<void> => {
    const known = row(
      "SELECT version FROM lists WHERE employeeID = ? AND category = ?",
      list.employeeID,
      list.category,
    );
    if (deleted) forgetAll(list);
    else if (known?.["version"] !== version) await readList(list, version, round);
    else run("UPDATE lists SET round = ? WHERE employeeID = ? AND category = ?", round, list.employeeID, list.category);
  };

  const before = row("SELECT readAt FROM state")?.["readAt"];
  // A round from the beginning counts from its start, whenever it comes to its end.
  if (!before) run("UPDATE state SET readAt = ?", Date.now());
  else if (Date.now() - Number(before) > AWAY_MS) {
    run("UPDATE state SET since = NULL, round = round + 1, readAt = ?", Date.now());
  }
  const round = Number(row("SELECT round FROM state")?.["round"]);
  for (let hasMore = true; hasMore; ) {
    const since = row("SELECT since FROM state")?.["since"];
    const query = new URLSearchParams({ pageSize: PAGE_SIZE || "100", ...(since ? { since: `${since}` } : {}) });
    const answer = await get(`/ruangkerja/dashboard/course-activity-changes?${query}`);
    const { data } = (await answer.json()) as Feed["application/json"];
    for (const item of data.items) await take(item, round);
    // Only now: what was named before is kept.
    run("UPDATE state SET since = ?", data.next);
    hasMore = data.hasMore;
  }
  // After a round from the beginning: what it did not name was removed long ago, or is changing at this moment.
  for (const { employeeID, category } of database.prepare("SELECT * FROM lists WHERE round < ?").all(round)) {
    await readList({ employeeID: `${employeeID}`, category: `${category}` }, "", round);
  }
  run("UPDATE state SET readAt = ?", Date.now());
  const counts = row("SELECT (SELECT count(*) FROM lists) lists, (SELECT count(*) FROM records) records");
  console.log(`${counts?.["lists"]} lists, ${counts?.["records"]} records`);
  database.close();
};

const main = async (): Promise<void> => {
  const [file, ...others] = process.argv.slice(2);
  if (file === "--help" || file === "-h") return console.log(HELP);
  if (!file || others.length > 0) throw new Error("Give one file for the database. See --help.");
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Error("Set CLIENT_ID and CLIENT_SECRET. See --help.");
  await mirror(file);
};

await main().catch((error: Error) => {
  console.error(`mirror.ts: ${error.message}`);
  process.exitCode = 1;
});
