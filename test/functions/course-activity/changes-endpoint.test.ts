import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChangesBody } from "../../../functions/course-activity/changes-contract.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { BEGINNING } from "../../../functions/shared/store/markers.ts";
import { watermarkOf } from "../../../functions/shared/store/watermark.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { changesEvent, listEvent } from "../../support/events.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
let token: string;
beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  await api.storage.append(listOf("EMPLY1"), assignmentsOf(3));
  await api.storage.register({ ...listOf("EMPLY2"), category: categories.offline });
  await api.storage.append(listOf("EMPLY3"), assignmentsOf(1));
  await api.storage.remove(listOf("EMPLY3"));
  await api.storage.append(listOf("EMPLY9", "CMP-B"), assignmentsOf(1));
});
afterAll(() => api.stop());
beforeEach(() => void api.log.lines.splice(0));

const ask = (query?: string, headers?: Record<string, string>) =>
  api.call(changesEvent({ token, ...(query !== undefined && { query }), ...(headers && { headers }) }));
const dataOf = ({ json }: { json: ChangesBody }) => json.data;

describe("the feed of changes", () => {
  it("answers 200 with every employee's list of the caller's company, oldest change first", async () => {
    const { statusCode, headers, json } = await ask();
    expect(statusCode).toBe(200);
    const item = (employeeID: string, category: string, totalItems: number) => ({
      employeeID,
      category,
      totalItems,
      changedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      version: expect.stringMatching(/^[\w-]{36}$/),
    });
    expect(json).toEqual({
      status: "success",
      message: "Success",
      data: {
        items: [
          item("EMPLY1", "webinar", 3),
          item("EMPLY2", "offline", 0),
          { ...item("EMPLY3", "webinar", 0), deleted: true },
        ],
        next: expect.stringMatching(/^[\w-]+$/),
        hasMore: false,
      },
    });
    expect(headers).not.toHaveProperty("Link");
    expect(headers).not.toHaveProperty("X-Total-Count");
  });

  it("names a removed list that is 404 if it is asked for", async () => {
    const answer = await api.call(listEvent({ token, employeeID: "EMPLY3" }));
    expect(answer).toMatchObject({ statusCode: 404, json: { errorCode: 130 } });
  });

  it("leads through its pages by Link and by next, with the query kept", async () => {
    const seen: string[] = [];
    let query = "pageSize=1&x=%26";
    for (let pages = 0; pages < 10; pages += 1) {
      const answer = await ask(query);
      const { items, next, hasMore } = dataOf(answer);
      seen.push(...items.map(({ employeeID }) => employeeID));
      if (!hasMore) {
        expect(answer.headers).not.toHaveProperty("Link");
        break;
      }
      const link = `${answer.headers?.["Link"]}`;
      query = `pageSize=1&x=%26&since=${next}`;
      expect(link).toBe(`<https://api.example.com/ruangkerja/dashboard/course-activity-changes?${query}>; rel="next"`);
    }
    expect(seen).toEqual(["EMPLY1", "EMPLY2", "EMPLY3"]);
  });

  it("leaves unknown parameters out of a Link that would be too long", async () => {
    const { headers, json } = await ask(`pageSize=1&category=webinar&x=${"x".repeat(6_000)}`);
    expect(headers?.["Link"]).toBe(
      "<https://api.example.com/ruangkerja/dashboard/course-activity-changes" +
        `?pageSize=1&category=webinar&since=${json.data.next}>; rel="next"`,
    );
    const plain = await ask(`pageSize=1&x=${"x".repeat(6_000)}`);
    expect(plain.headers?.["Link"]).toContain(`?pageSize=1&since=${plain.json.data.next}>`);
  });

  it("says on an empty page where to go on: where it was asked from", async () => {
    const { next } = dataOf(await ask());
    expect(dataOf(await ask(`pageSize=10&since=${next}`))).toEqual({ items: [], next, hasMore: false });
    await api.storage.append(listOf("EMPLY1"), assignmentsOf(4));
    const later = dataOf(await ask(`pageSize=10&since=${next}`));
    expect(later.items).toMatchObject([{ employeeID: "EMPLY1", totalItems: 4 }]);
  });

  it("begins at a time", async () => {
    const { items } = dataOf(await ask());
    const last = items.at(-1)?.changedAt ?? "";
    expect(dataOf(await ask(`pageSize=10&since=${last}`)).items).toEqual(items.slice(-1));
  });

  it("has one category if asked", async () => {
    const { items } = dataOf(await ask("pageSize=10&category=offline"));
    expect(items.map(({ employeeID }) => employeeID)).toEqual(["EMPLY2"]);
  });

  it("is 304 with the ETag of an unchanged answer", async () => {
    const { headers } = await ask();
    const again = await ask(undefined, { "if-none-match": `${headers?.["ETag"]}` });
    expect(again).toMatchObject({ statusCode: 304, json: undefined });
  });

  it("is 110 and names each parameter that is wrong, also for another company's watermark", async () => {
    const { statusCode, json } = await ask(`since=${watermarkOf("CMP-B", BEGINNING)}&category=courses`);
    expect(statusCode).toBe(400);
    expect(json.errorCode).toBe(110);
    for (const name of ["query pageSize: ", "query since: ", "query category: "]) expect(json.detail).toContain(name);
    expect(api.log.lines[0]).toMatchObject({ errorCode: 110 });
  });

  it("is 110 with a forged watermark that is longer than the index takes", async () => {
    const forged = watermarkOf("CMP-A", `000000000000001#webinar#${"x".repeat(2_000)}`);
    expect(await ask(`pageSize=1&since=${forged}`)).toMatchObject({ statusCode: 400, json: { errorCode: 110 } });
  });

  it("is 120 without a token, and 124 without the scope", async () => {
    expect((await api.call(changesEvent())).json.errorCode).toBe(120);
    const other = await api.issuer.sign({ scope: "another" });
    expect((await api.call(changesEvent({ token: other }))).json.errorCode).toBe(124);
  });

  it("logs the size, what was returned and the read units, and no employee", async () => {
    await ask("pageSize=7");
    expect(api.log.lines).toHaveLength(1);
    expect(api.log.lines[0]).toMatchObject({
      pageSize: 7,
      returned: 3,
      readUnits: expect.any(Number),
      company: "CMP-A",
    });
    expect(JSON.stringify(api.log.lines)).not.toContain("EMPLY");
  });

  it("has the public host in its links, if there is one", async () => {
    const handler = api.handlerWith({}, "https://public.example.com");
    const { headers } = await handler(changesEvent({ token, query: "pageSize=1" }), {
      getRemainingTimeInMillis: () => 9_000,
    } as never);
    expect(headers?.["Link"]).toMatch(/^<https:\/\/public\.example\.com\/ruangkerja\//);
  });

  it("has the base path of the request in its links", async () => {
    const event = changesEvent({ token, query: "pageSize=1" });
    const rawPath = `/v2${event.rawPath}`;
    const { headers } = await api.undocumented({ ...event, rawPath }, {
      getRemainingTimeInMillis: () => 9_000,
    } as never);
    expect(headers?.["Link"]).toMatch(/^<https:\/\/api\.example\.com\/v2\/ruangkerja\//);
  });
});
