import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { describeList, listKey } from "../../../functions/shared/store/lists.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { lambdaContext, listEvent } from "../../support/events.ts";
import { allCategories, categoryList, recordsOf } from "../../support/records.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  await api.storage.append(listOf("EMPLY1"), assignmentsOf(25));
});
afterAll(() => api.stop());

beforeEach(() => {
  api.log.lines.length = 0;
  api.log.errors.length = 0;
});

describe("the log", () => {
  it("has one line a request, saying what was asked and what it cost", async () => {
    const began = performance.now();
    await api.call(listEvent({ token, query: "page=2&pageSize=10" }));
    const elapsed = performance.now() - began;
    expect(api.log.lines).toEqual([
      {
        route: "GET /ruangkerja/dashboard/users/{employeeID}/courses/webinar",
        requestId: "request-1",
        start: expect.stringMatching(/^(cold|warm)$/),
        client: "demo",
        company: "CMP-A",
        page: 2,
        pageSize: 10,
        returned: 10,
        total: 25,
        readUnits: expect.any(Number),
        status: 200,
        ms: expect.any(Number),
      },
    ]);
    expect(api.log.lines[0]?.["readUnits"]).toBeGreaterThan(0);
    expect(api.log.lines[0]?.["ms"]).toBeLessThanOrEqual(Math.ceil(elapsed));
    expect(api.log.errors).toEqual([]);
  });

  it("says cold of an instance's first request and warm of the next", async () => {
    const handler = api.handlerWith();
    await handler(listEvent(), lambdaContext());
    await handler(listEvent(), lambdaContext());
    expect(api.log.lines.map(({ start }) => start)).toEqual(["cold", "warm"]);
  });

  it("never holds the employee's ID, a text of the records or the token, whatever the answer", async () => {
    const record = { ...exampleAssignment, feedback: "VERY-PRIVATE", absentReason: "SICK-NOTE" };
    await api.storage.append(listOf("SECRET-EMPLOYEE"), [record]);
    await api.call(listEvent({ token, employeeID: "SECRET-EMPLOYEE" }));
    await api.call(listEvent({ token, employeeID: "SECRET-NOBODY" }));
    await api.call(listEvent({ token, employeeID: "SECRET-EMPLOYEE", query: "page=x" }));
    await api.call(listEvent({ token: `${token}x`, employeeID: "SECRET-EMPLOYEE" }));
    expect(api.log.lines.map(({ status }) => status)).toEqual([200, 404, 400, 401]);
    const text = JSON.stringify(api.log.lines);
    for (const secret of ["SECRET", "PRIVATE", "SICK", token.slice(0, 20)]) expect(text).not.toContain(secret);
  });
});

describe("stored data that breaks the schema", () => {
  const header = (employeeID: string, changes = {}) =>
    api.storage.put("assignments", {
      listKey: `CMP-A#webinar#${employeeID}`,
      position: 0,
      total: 1,
      version: "v",
      ...changes,
    });
  const record = (employeeID: string, changes = {}) =>
    api.storage.put("assignments", {
      ...exampleAssignment,
      listKey: `CMP-A#webinar#${employeeID}`,
      position: 1,
      ...changes,
    });

  it.each([
    ["an unknown status", { userAssignedStatus: "Done" }, "userAssignedStatus"],
    ["a number beyond what is safe", { postTestAttempt: 2n ** 70n }, "postTestAttempt"],
    ["a missing name", { course: { serial: "S" } }, "course.name"],
  ])(
    "is 500 with code 170 for %s, and the log names the list, the position and the field",
    async (what, changes, field) => {
      const employeeID = `BROKEN ${what}`;
      await header(employeeID);
      await record(employeeID, changes);
      const answer = await api.call(listEvent({ token, employeeID }));
      expect(answer).toMatchObject({ statusCode: 500, json: { errorCode: 170 } });
      expect(api.log.errors).toEqual([
        expect.objectContaining({
          errorCode: 170,
          company: "CMP-A",
          category: "webinar",
          position: 1,
          fields: [field],
          listHash: expect.stringMatching(/^[0-9a-f]{16}$/),
        }),
      ]);
      expect(JSON.stringify(api.log.lines)).not.toContain("BROKEN");
    },
  );
});

describe.each(allCategories)("a stored list of $name that breaks its rules", (category) => {
  const list = categoryList(category, "BROKEN", "CMP-B");
  const [first, second] = recordsOf(category, 2);
  const put = (position: number, item: object) =>
    api.storage.put("assignments", { listKey: listKey(list), position, ...item });
  const ask = async (query = "page=1&pageSize=10") =>
    api.call(
      listEvent({ category, employeeID: "BROKEN", token: await api.issuer.sign({ client_id: "other" }), query }),
    );

  it("is 500 with code 170 for a record without its last field, and the log names list, position and field", async () => {
    const field = Object.keys(category.record.shape).at(-1) ?? "";
    await put(0, { total: 2, version: "v" });
    await put(1, { ...first });
    await put(2, Object.fromEntries(Object.entries({ ...second }).filter(([name]) => name !== field)));
    expect(await ask()).toMatchObject({ statusCode: 500, json: { errorCode: 170 } });
    const { listHash, company } = describeList(list);
    expect(api.log.errors).toEqual([
      expect.objectContaining({
        errorCode: 170,
        company,
        category: category.name,
        listHash,
        position: 2,
        fields: [field],
      }),
    ]);
    expect(JSON.stringify(api.log.lines)).not.toContain("BROKEN");
    expect((await ask("page=1&pageSize=1")).statusCode).toBe(200);
  });

  it("is 500 with code 170 for a header without a total", async () => {
    await put(0, { total: "1", version: "v" });
    expect(await ask()).toMatchObject({ statusCode: 500, json: { errorCode: 170 } });
    expect(api.log.errors[0]).toMatchObject({ position: 0, fields: ["total"] });
  });

  it("is 503 with code 160 for a hole, and the log names the list", async () => {
    await put(0, { total: 3, version: "v" });
    const answer = await ask();
    expect(answer).toMatchObject({ statusCode: 503, json: { errorCode: 160 } });
    expect(answer.headers).toMatchObject({ "Retry-After": "1" });
    expect(api.log.errors[0]).toMatchObject({ reason: "torn list", category: category.name });
  });
});
