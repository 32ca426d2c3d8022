import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { categoryTexts, textsOf } from "../../../infra/reference/openapi/category-texts.ts";
import { demoClient, readSample, type SampleList } from "../../../infra/reference/sample.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { environmentWith, runCollection } from "../../support/postman.ts";
import * as change from "../../support/smoke-breakages.ts";
import { listOf, sidesOf } from "../../support/storage.ts";
import { startTamperingProxy, type Tamper } from "../../support/tampering-proxy.ts";

let stack: Stack;
let proxy: Awaited<ReturnType<typeof startTamperingProxy>>;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
  proxy = await startTamperingProxy(stack.url);
});
afterAll(() => Promise.all([proxy.stop(), stack.stop()]));

/** The times of the calls to the token endpoint, in milliseconds. */
const tokenCalls: number[] = [];
const tamper = (own: Tamper = () => {}) =>
  proxy.tamper((exchange) => {
    if (exchange.path === "/oauth/token") tokenCalls.push(performance.now());
    own(exchange);
  });
beforeEach(() => {
  tokenCalls.length = 0;
  tamper();
});

const all = Object.values<Category>(categories);
const LIST = categoryTexts.webinar.summary;
const nextPage = ({ tag }: { tag: string }): string => `The next page: ${tag}`;
const recordsIn = (body: string): object[] => {
  const { data } = JSON.parse(body);
  return Array.isArray(data) ? data : data.items;
};
const environment = (values: Readonly<Record<string, string>> = {}) =>
  environmentWith({ baseUrl: proxy.url, ...values });

const onList =
  (own: Tamper): Tamper =>
  (exchange) =>
    void (exchange.path.endsWith("/courses/webinar") && own(exchange));
const answersWith = (status: number): Tamper =>
  onList((exchange) => {
    exchange.status = status;
  });

const PAGE_SIZE = 10;
/** The records of the demo client's list that the environment names. */
const sampleOf = async ({ name, owner }: Category): Promise<readonly object[]> => {
  const employeeID = owner === "employee" ? "JOHNILXV3QAJJEL3" : "";
  const isWanted = (list: SampleList) =>
    list.category === name && list.companySerial === demoClient.companySerial && list.employeeID === employeeID;
  return (await readSample()).find(isWanted)?.records ?? [];
};
const pagesOf = (records: readonly object[]): number => Math.max(1, Math.ceil(records.length / PAGE_SIZE));

describe("a run of the collection", () => {
  it("reads all pages of each list, with one token, and passes all its tests", async () => {
    const { sent, passed, failed } = await runCollection(environment());
    expect(failed).toEqual([]);
    const expected = ["Get an access token"];
    let tests = 4;
    for (const category of all) {
      const pages = pagesOf(await sampleOf(category));
      expected.push(textsOf(category.name).summary, ...Array(pages - 1).fill(nextPage(textsOf(category.name))));
      // Four tests for each answer, two more for each page, and one for the totals in a company's.
      tests += pages * (category.owner === "company" ? 7 : 6);
    }
    // The feed of changes has the four of each answer.
    expected.push("List the changed lists");
    tests += 4;
    expect(sent.map(({ name }) => name)).toEqual(expected);
    expect(passed).toHaveLength(tests);
    expect(tokenCalls).toHaveLength(1);
  });

  it.each(all)("of the folder of $name reads the whole list in its order", async (category) => {
    const { sent, failed } = await runCollection(environment(), textsOf(category.name).tag);
    expect(failed).toEqual([]);
    const records = await sampleOf(category);
    expect(records).not.toEqual([]);
    expect(sent.flatMap(({ body }) => recordsIn(body))).toEqual(records);
  });

  it("ends after a last page that is full", async () => {
    const { append, dynamodb } = sidesOf(localDynamoDB(stack.dynamodbUrl), localTables);
    await append(listOf("FULL", "CMP-RUANGGURU"), assignmentsOf(20));
    dynamodb.destroy();
    const { sent, failed } = await runCollection(environment({ employeeID: "FULL" }), categoryTexts.webinar.tag);
    expect(failed).toEqual([]);
    expect(sent.map(({ body }) => recordsIn(body).length)).toEqual([10, 10]);
  });
});

describe("the token of the collection", () => {
  const empty = { employeeID: "EMPLY002" };

  it("is requested before a request, kept for the next run, and requested again for another client", async () => {
    const kept = environment(empty);
    expect(await runCollection(kept, LIST)).toMatchObject({ failed: [], sent: [{ status: 200 }] });
    expect(await runCollection(kept, LIST)).toMatchObject({ failed: [], sent: [{ status: 200 }] });
    expect(tokenCalls).toHaveLength(1);
    for (const [key, value] of Object.entries({ clientID: "other", clientSecret: "other-secret" }))
      kept.set(key, value);
    expect((await runCollection(kept, LIST)).sent).toMatchObject([{ status: 404 }]);
    expect(tokenCalls).toHaveLength(2);
  });

  it("is renewed after three quarters of its lifetime, and not before", async () => {
    tamper((exchange) => {
      exchange.body = exchange.body.replace(/"expiresIn":"\d+"/, '"expiresIn":"4"');
    });
    const kept = environment(empty);
    const started: number[] = [];
    while (tokenCalls.length < 2) {
      started.push(performance.now());
      expect((await runCollection(kept, LIST)).failed).toEqual([]);
    }
    const [first = 0, second = 0] = tokenCalls;
    // Timers and clocks may be a millisecond apart.
    expect(second - first).toBeGreaterThan(2_998);
    // The run before, which still had the first token, began within these three seconds (and the time of an answer).
    expect(Number(started.at(-2)) - first).toBeLessThan(3_500);
  });

  it("is dropped when the API refuses it", async () => {
    const kept = environment(empty);
    tamper(answersWith(401));
    await runCollection(kept, LIST);
    tamper();
    expect(await runCollection(kept, LIST)).toMatchObject({ failed: [], sent: [{ status: 200 }] });
    expect(tokenCalls).toHaveLength(2);
  });

  it("fails its test if the secret is wrong, without showing the secret", async () => {
    const { failed } = await runCollection(environment({ clientSecret: "wrong-secret" }), LIST);
    expect(failed[0]).toMatch(/^The client gets an access token: \{"errorCode":400,.*expected 400 to equal 200$/);
    expect(failed.join()).not.toContain("wrong-secret");
  });
});

it.each(all)("sends no next page request if no page was read: $name", async ({ name }) => {
  expect(await runCollection(environment(), nextPage(textsOf(name)))).toMatchObject({ sent: [], failed: [] });
});

it("follows each list's own next page, in whichever order the requests are sent", async () => {
  const kept = environment();
  kept.set("listWebinarCoursesNext", `${proxy.url}/nowhere`);
  await runCollection(kept, categoryTexts.offline.summary);
  expect(kept.get("listWebinarCoursesNext")).toBe(`${proxy.url}/nowhere`);
});

describe("the collection's tests fail for", () => {
  it.each<[what: string, tamper: Tamper, failed: RegExp]>([
    [
      "an additional field",
      onList(change.firstRecord((record) => ({ ...record, more: 1 }))),
      /^Its body is as documented/,
    ],
    ["a field of another type", onList(change.firstRecord((record) => ({ ...record, isAttend: "yes" }))), /^Its body/],
    ["a missing header", onList(change.without("x-total-count")), /^Its headers are as documented/],
    ["a body of another type", onList(change.header("content-type", () => "text/html")), /^Its headers/],
    ["a missing record", onList(change.records((all) => all.slice(1))), /^The page has all that fits/],
    ["a missing link to the next page", onList(change.withoutLink("next")), /^Link leads to a next page exactly while/],
    ["a failure", answersWith(500), /^The answer is a success/],
    ["an undocumented status", answersWith(418), /^Its status is documented/],
    [
      "totals in the body that the headers do not have",
      change.on(({ path }) => path.endsWith("/dashboard/courses"), change.data({ totalItems: 1_000_000 })),
      /^Its totals are those of the headers/,
    ],
    ["a token with an expiresIn of the wrong type", change.data({ expiresIn: 1 }), /^Its body is as documented/],
  ])("%s", async (_, own, expected) => {
    tamper(own);
    // Two pages.
    const other = { clientID: "other", clientSecret: "other-secret", employeeID: "EMPLY001" };
    const { failed } = await runCollection(environment(other));
    expect(failed).toContainEqual(expect.stringMatching(expected));
  });
});
