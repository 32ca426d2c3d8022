import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { lambdaContext, listEvent } from "../../support/events.ts";
import { linksIn } from "../../support/links.ts";
import { allCategories, categoryList, employeesCategories, exampleRecords, recordsOf } from "../../support/records.ts";
import { listOf, sidesOf } from "../../support/storage.ts";

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  const { append, register } = api.storage;
  for (const category of allCategories) {
    await append(categoryList(category), [
      exampleRecords[category.name as keyof typeof categories],
      ...recordsOf(category, 24),
    ]);
    await append(categoryList(category, "EMPLY1", "CMP-B"), recordsOf(category, 20, "FOREIGN"));
  }
  await register(listOf("EMPTY"));
});
afterAll(() => api.stop());
beforeEach(() => {
  api.log.lines.length = 0;
  api.log.errors.length = 0;
});

/** What the bodies are to the letter. */
const EXAMPLES: { readonly [Name in keyof typeof categories]: string } = {
  webinar:
    '{"status":"success","message":"Success","data":[{"course":{"serial":"COURSE-EXAMPLE1","name":"[OFFLINE] Effisien Menggunakan Spreadsheet untuk Report"},"batch":{"serial":"BATCH-EXP-02","name":"Webinar Training Batch 1"},"absentReason":"","assignedCourseSerial":"ASGC-T0MHUDPV","feedback":"","isAttend":true,"userAssignedStatus":"Ongoing","postActivityStatus":"","postTestAttempt":0,"postTestScore":0,"postTestPassingScore":null}]}',
  offline:
    '{"status":"success","message":"Success","data":[{"course":{"serial":"COURSE-EXAMPLE1","name":"[OFFLINE] Effisien Menggunakan Spreadsheet untuk Report"},"batch":{"serial":"BATCH-EXP-01","name":"Offline Training Batch 1"},"absentReason":"","assignedCourseSerial":"ASGC-T0MHUDPV","feedback":"","isAttend":true,"userAssignedStatus":"Ongoing","postActivityStatus":"","postTestAttempt":0,"postTestScore":0,"postTestPassingScore":null}]}',
  online:
    '{"status":"success","message":"Success","data":[{"course":{"serial":"COURSE-EXAMPLE1","name":"[ONLINE] Effisien Menggunakan Spreadsheet untuk Report"},"postTest":86.67,"preTest":null,"timeSpent":873,"completedAt":"2022-07-22","status":"completed"}]}',
  courses:
    '{"status":"success","message":"Success","data":{"currentPage":1,"totalItems":25,"totalPage":25,"items":[{"serial":"COURSE-EXAMPLE1","name":"[ONLINE] Effisien Menggunakan Spreadsheet untuk Report","description":"Gunakan spreadsheet untuk report","type":"online"}]}}',
};

/** The records in an answer of either kind. */
const recordsIn = ({ json }: { json: { data: { items?: object[] } & object[] } }) => json.data.items ?? json.data;

describe.each(allCategories)("a page of $name", (category) => {
  const ask = async (query: string, client = "demo") =>
    api.call(listEvent({ category, token: await api.issuer.sign({ client_id: client }), query }));

  it("is 200 with the contract's body to the letter, and its headers", async () => {
    const answer = await ask("page=1&pageSize=1");
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe(EXAMPLES[category.name as keyof typeof categories]);
    expect(answer.headers).toEqual({
      "Content-Type": "application/json; charset=utf-8",
      "X-Total-Count": "25",
      Link: expect.stringContaining('page=2&pageSize=1>; rel="next"'),
      ETag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
      "Cache-Control": "private, no-cache",
      Vary: "Accept-Encoding",
      "X-Request-Id": "request-1",
    });
  });

  it("has its own records, oldest first, page after page", async () => {
    const pages = [await ask("page=1&pageSize=10"), await ask("page=2&pageSize=10"), await ask("page=3&pageSize=10")];
    expect(pages.flatMap(recordsIn)).toEqual([
      exampleRecords[category.name as keyof typeof categories],
      ...recordsOf(category, 24),
    ]);
  });

  it("past the end is 200 with an empty list and no next", async () => {
    const answer = await ask("page=4&pageSize=10");
    expect(answer).toMatchObject({ statusCode: 200, json: { status: "success", message: "Success" } });
    expect(recordsIn(answer)).toEqual([]);
    expect(answer.headers).toMatchObject({ "X-Total-Count": "25" });
    expect(Object.keys(linksIn(`${answer.headers?.["Link"]}`))).toEqual(["first", "prev", "last"]);
  });

  it("that is the last full one of an exact multiple has no next", async () => {
    const answer = await ask("page=2&pageSize=10", "other");
    expect(recordsIn(answer)).toHaveLength(10);
    expect(linksIn(`${answer.headers?.["Link"]}`)).not.toHaveProperty("next");
  });

  it("is the token's own company's", async () => {
    expect(recordsIn(await ask("page=1&pageSize=100", "other"))).toEqual(recordsOf(category, 20, "FOREIGN"));
  });

  it("has links to its own route, on the gateway's own host over https unless another is configured", async () => {
    const path = partsOf(listRoute(category)).path.replace("{employeeID}", "EMPLY1");
    const { headers } = await ask("page=1&pageSize=10");
    expect(headers?.["Link"]).toContain(`<https://api.example.com${path}?`);
    const elsewhere = api.handlerWith({}, "https://learn.example.org/api");
    const answer = await elsewhere(listEvent({ category, token }), lambdaContext());
    expect(answer.headers?.["Link"]).toContain(`<https://learn.example.org/api${path}?`);
  });

  it("is 504 with code 161 where the invocation's time is about to run out", async () => {
    const answer = await api.call(listEvent({ category, token }), 500);
    expect(answer).toMatchObject({ statusCode: 504, json: { errorCode: 161 } });
  });

  it("is read in one call if it is the first, and in two if it is deeper", async () => {
    const { dynamodb, calls } = countingClient(api.storage.url);
    const { store } = sidesOf(dynamodb, api.storage.tables);
    await store.page(categoryList(category), { page: 1, pageSize: 10 });
    expect(calls.splice(0).map(({ name }) => name)).toEqual(["QueryCommand"]);
    await store.page(categoryList(category), { page: 2, pageSize: 10 });
    expect(calls.map(({ name }) => name).sort()).toEqual(["GetItemCommand", "QueryCommand"]);
  });
});

describe.each(employeesCategories)("a page of $name of an employee", (category) => {
  it("who has a list without records is 200 with an empty list", async () => {
    await api.storage.register(categoryList(category, "EMPTY"));
    const answer = await api.call(listEvent({ category, token, employeeID: "EMPTY" }));
    expect(answer).toMatchObject({ statusCode: 200, json: { data: [] } });
    expect(answer.headers).toMatchObject({ "X-Total-Count": "0" });
  });

  it("who is unknown is 404, and of another company's the very same", async () => {
    await api.storage.append(categoryList(category, "FOREIGN", "CMP-B"), recordsOf(category, 3));
    const unknown = await api.call(listEvent({ category, token, employeeID: "NOBODY" }));
    const foreign = await api.call(listEvent({ category, token, employeeID: "FOREIGN" }));
    expect(unknown).toMatchObject({ statusCode: 404, json: { errorCode: 130 } });
    expect(foreign).toEqual(unknown);
    const other = await api.issuer.sign({ client_id: "other" });
    expect((await api.call(listEvent({ category, token: other, employeeID: "FOREIGN" }))).json.data).toHaveLength(3);
  });

  it("who has a list of another category alone is 200 with an empty list, since the employee is known", async () => {
    for (const other of employeesCategories.filter((each) => each !== category)) {
      const employeeID = `${other.name}-alone`;
      await api.storage.append(categoryList(other, employeeID), recordsOf(other, 2));
      for (const page of [1, 2]) {
        const answer = await api.call(listEvent({ category, token, employeeID, query: `page=${page}&pageSize=10` }));
        expect(answer).toMatchObject({ statusCode: 200, json: { data: [] } });
        expect(answer.headers).toMatchObject({ "X-Total-Count": "0" });
      }
      const foreign = await api.issuer.sign({ client_id: "other" });
      expect((await api.call(listEvent({ category, token: foreign, employeeID }))).statusCode).toBe(404);
    }
  });
});

describe("a page of the catalogue", () => {
  const category = categories.courses;
  const ask = (query: string) => api.call(listEvent({ category, token, query }));

  it("of a company without one is 200 and empty, since the token proves that the company is known", async () => {
    await api.storage.put("clients", { clientID: "new", companySerial: "CMP-NEW", enabled: true, label: "" });
    const answer = await api.call(
      listEvent({ category, token: await api.issuer.sign({ client_id: "new" }), query: "page=1&pageSize=10" }),
    );
    expect(answer).toMatchObject({
      statusCode: 200,
      json: { data: { currentPage: 1, totalItems: 0, totalPage: 0, items: [] } },
    });
    const search = await api.call(
      listEvent({ category, token: await api.issuer.sign({ client_id: "new" }), query: "page=2&pageSize=10&name=a" }),
    );
    expect(search.json.data).toEqual({ currentPage: 2, totalItems: 0, totalPage: 0, items: [] });
  });

  it("counts its pages, the last one being part of one", async () => {
    expect((await ask("page=3&pageSize=10")).json.data).toMatchObject({ currentPage: 3, totalItems: 25, totalPage: 3 });
    expect((await ask("page=1&pageSize=25")).json.data).toMatchObject({ totalPage: 1 });
    expect((await ask("page=1&pageSize=24")).json.data).toMatchObject({ totalPage: 2 });
  });

  it("of a search has the found courses, their number, and links that keep the name", async () => {
    const list = { ...categoryList(category), category, companySerial: "CMP-SEARCH" };
    await api.storage.put("clients", { clientID: "search", companySerial: "CMP-SEARCH", enabled: true, label: "" });
    const found = { ...exampleRecords.courses, name: "Akuntansi & Pajak" };
    await api.storage.append(list, [
      ...Array.from({ length: 12 }, (_, index) => ({ ...found, serial: `A${index}` })),
      { ...found, serial: "B", name: "Lain" },
    ]);
    const token = await api.issuer.sign({ client_id: "search" });
    const answer = await api.call(
      listEvent({ category, token, query: "page=1&pageSize=10&name=AKUNTANSI+%26+pajak&x=1" }),
    );
    expect(answer.json.data).toMatchObject({ currentPage: 1, totalItems: 12, totalPage: 2 });
    expect(answer.json.data.items).toHaveLength(10);
    expect(answer.headers).toMatchObject({ "X-Total-Count": "12" });
    expect(linksIn(`${answer.headers?.["Link"]}`)["next"]).toBe(
      "https://api.example.com/ruangkerja/dashboard/courses?page=2&pageSize=10&name=AKUNTANSI+%26+pajak&x=1",
    );
    expect(api.log.lines.at(-1)).toMatchObject({ returned: 10, total: 12, readUnits: expect.any(Number) });
    expect(JSON.stringify(api.log.lines)).not.toMatch(/akuntansi/i);
  });
});

describe("a page", () => {
  it.each(["CMP-B#webinar#FOREIGN", "x#webinar#EMPLY1", "../FOREIGN", "#"])(
    "of an employee named like a key, %s, is 404",
    async (employeeID) => {
      expect(await api.call(listEvent({ token, employeeID }))).toMatchObject({
        statusCode: 404,
        json: { errorCode: 130 },
      });
    },
  );

  it("takes the employee ID as the gateway decoded it, once", async () => {
    await api.storage.register(listOf("50%25 a/b"));
    expect(await api.call(listEvent({ token, employeeID: "50%25 a/b" }))).toMatchObject({ statusCode: 200 });
    expect(await api.call(listEvent({ token, employeeID: "50% a/b" }))).toMatchObject({ statusCode: 404 });
  });
});

it("100 records of the longest texts fit what Lambda can answer, however their characters are escaped", async () => {
  const longest = (length: number) => '"\\😀'.repeat(length).slice(0, 4 * Math.floor(length / 3));
  const named = { serial: longest(128), name: longest(300) };
  const records = assignmentsOf(100).map((record) => ({
    ...record,
    course: named,
    batch: named,
    absentReason: longest(5_000),
    feedback: longest(5_000),
  }));
  await api.storage.append(listOf("LONGEST"), records);
  const { json, ...answer } = await api.call(listEvent({ token, employeeID: "LONGEST", query: "page=1&pageSize=100" }));
  expect(json.data).toEqual(records);
  expect([...longest(5_000)].length).toBeGreaterThan(4_990);
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: bytes of the whole result as JSON.
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_291_556);
});

it("carries the gateway's own id of the request, in the answer and in the line", async () => {
  const event = listEvent({ token });
  event.requestContext.requestId = "request-2";
  expect((await api.call(event)).headers).toMatchObject({ "X-Request-Id": "request-2" });
  expect(api.log.lines.at(-1)).toMatchObject({ requestId: "request-2" });
});
