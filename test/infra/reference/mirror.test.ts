import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { MIRRORED_COMPANY, mirroredLists, runMirror, startMirror } from "../../support/mirror.ts";
import { listOf, sidesOf } from "../../support/storage.ts";
import { startTamperingProxy } from "../../support/tampering-proxy.ts";

let stack: Stack;
let folder: string;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "mirror-"));
});
afterAll(() => Promise.all([stack.stop(), rm(folder, { recursive: true })]));

describe("the example mirror.ts", () => {
  it("reads from the beginning after 30 days, and forgets what is not there", async () => {
    const file = join(folder, "away.sqlite");
    const first = await runMirror(file, { url: stack.url, pageSize: 3 });
    const database = new DatabaseSync(file);
    database.exec("UPDATE state SET readAt = 1; INSERT INTO lists VALUES ('GONE', 'webinar', 'v', 1)");
    database.exec("INSERT INTO records VALUES ('GONE', 'webinar', 1, '{}')");
    database.close();
    expect(await runMirror(file, { url: stack.url })).toBe(first);
    expect(mirroredLists(file).has(`${MIRRORED_COMPANY}#webinar#GONE`)).toBe(false);
  });

  it("reads from the beginning also where it was ended in its first round, 30 days ago", async () => {
    const file = join(folder, "ended.sqlite");
    const proxy = await startTamperingProxy(stack.url);
    const mirror = startMirror(file, { url: proxy.url, pageSize: 1 });
    let requests = 0;
    proxy.tamper(() => {
      requests += 1;
      if (requests === 8) mirror.kill();
    });
    await mirror.ended;
    await proxy.stop();
    const database = new DatabaseSync(file);
    database.exec("UPDATE state SET readAt = readAt - 30 * 86400000");
    database.exec("INSERT INTO lists VALUES ('GONE', 'webinar', 'v', 1)");
    expect(database.prepare("SELECT since FROM state").get()?.["since"]).toEqual(expect.any(String));
    database.close();
    await runMirror(file, { url: stack.url });
    expect(mirroredLists(file).has(`${MIRRORED_COMPANY}#webinar#GONE`)).toBe(false);
  });

  it("asks nothing but the feed where nothing has changed", async () => {
    const file = join(folder, "again.sqlite");
    const first = await runMirror(file, { url: stack.url, pageSize: 3 });
    const proxy = await startTamperingProxy(stack.url);
    const asked: string[] = [];
    proxy.tamper(({ path }) => void asked.push(path));
    expect(await runMirror(file, { url: proxy.url, pageSize: 3 })).toBe(first);
    await proxy.stop();
    expect(asked).toEqual(["/oauth/token", "/ruangkerja/dashboard/course-activity-changes"]);
  });

  it("reads of a list that grew only the pages that changed", async () => {
    const file = join(folder, "grown.sqlite");
    const dynamodb = localDynamoDB(stack.dynamodbUrl);
    const { append: appendTo } = sidesOf(dynamodb, localTables);
    await appendTo(listOf("MIRROR-GROWN", MIRRORED_COMPANY), assignmentsOf(250));
    await pause(2_100);
    await runMirror(file, { url: stack.url, pageSize: 3 });
    await appendTo(listOf("MIRROR-GROWN", MIRRORED_COMPANY), assignmentsOf(1, "NEW"));
    dynamodb.destroy();
    await pause(2_100);
    const proxy = await startTamperingProxy(stack.url);
    const answered: number[] = [];
    proxy.tamper(({ path, status }) => void (path.includes("/users/MIRROR-GROWN/") && answered.push(status)));
    await runMirror(file, { url: proxy.url, pageSize: 3 });
    await proxy.stop();
    expect(answered).toEqual([304, 304, 200]);
    expect(mirroredLists(file).get(`${MIRRORED_COMPANY}#webinar#MIRROR-GROWN`)).toHaveLength(251);
  });
});
