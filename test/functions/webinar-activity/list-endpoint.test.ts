import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { lambdaContext, listEvent } from "../../support/events.ts";
import { linksIn } from "../../support/links.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  const { append, register } = api.storage;
  await append(listOf("EMPLY1"), [exampleAssignment, ...assignmentsOf(24)]);
  await append(listOf("MULTIPLE"), assignmentsOf(20));
  await register(listOf("EMPTY"));
  await append(listOf("FOREIGN", "CMP-B"), assignmentsOf(3));
});
afterAll(() => api.stop());
beforeEach(() => {
  api.log.lines.length = 0;
  api.log.errors.length = 0;
});

describe("a page", () => {
  it("is 200 with the contract's body to the letter, and its headers", async () => {
    const answer = await api.call(listEvent({ token, query: "page=1&pageSize=1" }));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe(
      '{"status":"success","message":"Success","data":[{"course":{"serial":"COURSE-EXAMPLE1","name":"[OFFLINE] Effisien Menggunakan Spreadsheet untuk Report"},"batch":{"serial":"BATCH-EXP-02","name":"Webinar Training Batch 1"},"absentReason":"","assignedCourseSerial":"ASGC-T0MHUDPV","feedback":"","isAttend":true,"userAssignedStatus":"Ongoing","postActivityStatus":"","postTestAttempt":0,"postTestScore":0,"postTestPassingScore":null}]}',
    );
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

  it("past the end is 200 with an empty list and no next", async () => {
    const answer = await api.call(listEvent({ token, query: "page=4&pageSize=10" }));
    expect(answer).toMatchObject({ statusCode: 200, json: { status: "success", message: "Success", data: [] } });
    expect(answer.headers).toMatchObject({ "X-Total-Count": "25" });
    expect(Object.keys(linksIn(`${answer.headers?.["Link"]}`))).toEqual(["first", "prev", "last"]);
  });

  it("that is the last full one of an exact multiple has no next", async () => {
    const answer = await api.call(listEvent({ token, employeeID: "MULTIPLE", query: "page=2&pageSize=10" }));
    expect(answer.json.data).toHaveLength(10);
    expect(linksIn(`${answer.headers?.["Link"]}`)).not.toHaveProperty("next");
  });

  it("of an employee without assignments is 200 with an empty list", async () => {
    const answer = await api.call(listEvent({ token, employeeID: "EMPTY" }));
    expect(answer).toMatchObject({ statusCode: 200, json: { data: [] } });
    expect(answer.headers).toMatchObject({ "X-Total-Count": "0" });
  });

  it("of an unknown employee is 404, and of another company's the very same", async () => {
    const unknown = await api.call(listEvent({ token, employeeID: "NOBODY" }));
    const foreign = await api.call(listEvent({ token, employeeID: "FOREIGN" }));
    expect(unknown).toMatchObject({ statusCode: 404, json: { errorCode: 130 } });
    expect(foreign).toEqual(unknown);
    const own = await api.call(
      listEvent({ token: await api.issuer.sign({ client_id: "other" }), employeeID: "FOREIGN" }),
    );
    expect(own.json.data).toHaveLength(3);
  });

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

  it("has links on the gateway's own host, over https, unless another is configured", async () => {
    const { headers } = await api.call(listEvent({ token }));
    expect(headers?.["Link"]).toContain("<https://api.example.com/ruangkerja/dashboard/users/EMPLY1/");
  });

  it("has links on the configured public host where there is one", async () => {
    const handler = api.handlerWith({}, "https://learn.example.org/api");
    const { headers } = await handler(listEvent({ token }), lambdaContext());
    expect(headers?.["Link"]).toContain("<https://learn.example.org/api/ruangkerja/dashboard/users/EMPLY1/");
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

it("is 504 with code 161 where the invocation's time is about to run out", async () => {
  const answer = await api.call(listEvent({ token }), 500);
  expect(answer).toMatchObject({ statusCode: 504, json: { errorCode: 161 } });
});
