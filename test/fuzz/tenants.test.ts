import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { tokenResponse } from "../../functions/oauth-token/contract.ts";
import { errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { type Category, type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import { textTable } from "../../infra/commands/terminal/text-table.ts";
import { allCategories } from "../support/records.ts";
import { contains } from "./oracle/search.ts";
import { employeesOf, pages, rangeOf, searches } from "./tenants/matrix.ts";
import { type Company, lists, type Seen, startTenants, type Tenants, traceOf } from "./tenants/world.ts";

let world: Tenants;
const tokens: Record<string, string | undefined> = {};
beforeAll(async () => {
  world = await startTenants();
  for (const clientID of ["of A", "of B", "of C", "disabled", "unknown"]) {
    const { body } = await world.askToken(clientID);
    tokens[clientID] = z.parse(tokenResponse, JSON.parse(body)).data.accessToken;
  }
  tokens["without scope"] = await world.tokenWithoutScope("of A");
  tokens["without token"] = undefined;
  // From here on the registry's answers are in the instance's cache.
  for (const token of Object.values(tokens)) await world.page(token, categories.webinar, "A-MANY", "page=1&pageSize=1");
});
afterAll(() => world.stop());

const companyOf = { "of A": "CMP-A", "of B": "CMP-B", "of C": "CMP-C" } as const;
const bodyOf = ({ body }: Seen) => JSON.parse(body);

/** The rows of the matrix that is printed at the end. */
const rows: string[][] = [];
afterAll(() => console.log(textTable(["client", "list", "requests", "answer", "calls of DynamoDB"], rows)));
const print = (client: string, kind: string, seen: readonly Seen[]) => {
  const distinct = (values: readonly (string | number)[]) => [...new Set(values)].sort().join(", ");
  const answers = seen.map((one) => (one.status === 200 ? "200" : `${one.status}/${bodyOf(one).errorCode}`));
  rows.push([client, kind, `${seen.length}`, distinct(answers), distinct(seen.map(({ calls }) => calls.length))]);
};

const ofEmployees = allCategories.filter(({ owner }) => owner === "employee");
const ofCompanies = allCategories.filter(({ owner }) => owner === "company");
const clients = Object.entries(companyOf);
const listsOf = ({ name }: Category, company: Company) => lists[name as CategoryName][company];

describe.each(clients)("the client %s", (client, company) => {
  const cases = ofEmployees.flatMap((category) =>
    Object.entries(employeesOf(category)).map(([kind, ids]) => ({ category, list: category.name, kind, ids })),
  );
  it.each(cases)(
    "$list, employees $kind: its own company's records, or the very same 404",
    async ({ category, list, kind, ids }) => {
      const seen: Seen[] = [];
      const owners = listsOf(category, company);
      for (const query of Object.values(pages)) {
        const nobody = traceOf(await world.page(tokens[client], category, "NOBODY", query), "NOBODY");
        expect(nobody).toMatchObject({ status: errorDictionary.employeeNotFound.status });
        for (const employeeID of ids) {
          const answer = await world.page(tokens[client], category, employeeID, query);
          seen.push(answer);
          const own = Object.hasOwn(owners, employeeID) ? owners[employeeID] : undefined;
          if (own)
            expect(bodyOf(answer)).toEqual({
              status: "success",
              message: "Success",
              data: own.slice(...rangeOf(query)),
            });
          else if (/\p{Cc}/u.test(employeeID)) expect(answer).toMatchObject({ status: 400, calls: [] });
          else expect(traceOf(answer, employeeID)).toEqual(nobody);
        }
      }
      print(client, `${list} ${kind}`, seen);
    },
  );

  it.each(ofEmployees)(
    "finds its own records alone in $name under any ID made of the parts of keys",
    async (category) => {
      const parts = ["CMP-A", "CMP-B", "#", "#", category.name, "A-MANY", "B-MANY", "BOTH", "%23", "/", "0", ".."];
      const part = fc.constantFrom(...parts, ...ofCompanies.map(({ name }) => name));
      const ids = fc.array(part, { minLength: 1, maxLength: 6 }).map((all) => all.join(""));
      await fc.assert(
        fc.asyncProperty(ids, fc.constantFrom(...Object.values(pages)), async (employeeID, query) => {
          const answer = await world.page(tokens[client], category, employeeID, query);
          const own = listsOf(category, company)[employeeID];
          if (own) expect(bodyOf(answer).data).toEqual(own.slice(...rangeOf(query)));
          else expect(bodyOf(answer)).toMatchObject({ errorCode: errorDictionary.employeeNotFound.errorCode });
        }),
        { numRuns: 100 },
      );
    },
  );
});

describe.each(ofCompanies)("the list $name of a company", (category) => {
  /** Reads it as a client, and expects its own company's records, of all calls for its own list alone. */
  const expectOwn = async (client: string, company: Company, query: string): Promise<Seen> => {
    const own = listsOf(category, company)[""] ?? [];
    const answer = await world.page(tokens[client], category, "", query);
    const name = new URLSearchParams(query).get("name");
    const found = own.filter((record) => name === null || contains(`${Object(record).name}`, name));
    expect(bodyOf(answer).data).toMatchObject({ totalItems: found.length, items: found.slice(...rangeOf(query)) });
    expect(answer.headers["x-total-count"]).toBe(`${found.length}`);
    for (const { request } of answer.calls) expect(request).toContain(`"${company}#${category.name}#"`);
    return answer;
  };

  it.each(clients)("is to the client %s its own company's, or empty", async (client, company) => {
    const seen: Seen[] = [];
    for (const query of [...Object.values(pages), ...searches]) seen.push(await expectOwn(client, company, query));
    expect(seen.every(({ calls }) => calls.length > 0)).toBe(true);
    print(client, category.name, seen);
  });

  it("is never another's, though the instance has just searched that one, and whatever the query says", async () => {
    const claims = ["companySerial=CMP-B", "company=CMP-B", "employeeID=CMP-B%23", "name[]=x", "__proto__=CMP-B"];
    const asked = fc.record({
      client: fc.constantFrom(...clients),
      query: fc.constantFrom(...Object.values(pages), ...searches),
      claim: fc.constantFrom("", ...claims),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 2, maxLength: 6 }), async (requests) => {
        for (const { client, query, claim } of requests) await expectOwn(...client, `${query}&${claim}`);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the feed of changes", () => {
  const claims = ["", "&companySerial=CMP-B", "&company=CMP-B", "&employeeID=B-MANY", "&__proto__=CMP-B"];
  const named = (answer: Seen): string[] =>
    bodyOf(answer).data.items.map(({ category, employeeID }: Record<string, string>) => `${category} ${employeeID}`);
  /** Of its markers alone; what an answer needs besides is the registry's. */
  const expectOwn = (answer: Seen, company: Company) => {
    const queries = answer.calls.filter(({ operation }) => operation === "Query");
    expect(queries).toHaveLength(8);
    for (const { request } of queries) expect(request).toMatch(new RegExp(`"${company}#[0-7]"`));
  };

  it.each(clients)("names to the client %s every list of its own company, and no other", async (client, company) => {
    const own = ofEmployees.flatMap((category) =>
      Object.keys(listsOf(category, company)).map((employeeID) => `${category.name} ${employeeID}`),
    );
    const seen: Seen[] = [];
    for (const claim of claims) {
      const all: string[] = [];
      for (let since = "", hasMore = true; hasMore; ) {
        const answer = await world.changes(tokens[client], `pageSize=3${claim}${since}`);
        expectOwn(answer, company);
        seen.push(answer);
        all.push(...named(answer));
        const { next, hasMore: more } = bodyOf(answer).data;
        since = `&since=${next}`;
        hasMore = more;
      }
      expect(all.toSorted()).toEqual(own.toSorted());
    }
    print(client, "changes", seen);
  });

  it("takes no company's watermark from another, before anything is read", async () => {
    const seen: Seen[] = [];
    for (const [from] of clients) {
      const { next } = bodyOf(await world.changes(tokens[from], "pageSize=2")).data;
      for (const [client] of clients.filter(([other]) => other !== from)) {
        const answer = await world.changes(tokens[client], `pageSize=2&since=${next}`);
        expect(answer).toMatchObject({ status: 400, calls: [] });
        expect(bodyOf(answer).detail).toMatch(/^query since: /);
        seen.push(answer);
      }
    }
    print("each of the three", "changes, another's watermark", seen);
  });
});

describe("a client that may read nothing", () => {
  it.each([
    ["disabled", errorDictionary.tokenNotValid],
    ["unknown", errorDictionary.tokenNotValid],
    ["without scope", errorDictionary.accessNotGranted],
    ["without token", errorDictionary.tokenMissing],
  ] as const)("%s, gets one answer for every list, before any is read", async (client, { errorCode }) => {
    const ask = (category: Category, employeeID: string, query: string) =>
      world.page(tokens[client], category, employeeID, query);
    const first = await ask(categories.webinar, "NOBODY", pages["page 1"]);
    const seen = new Map<string, Seen[]>();
    const keep = (kind: string, answer: Seen) => seen.set(kind, [...(seen.get(kind) ?? []), answer]);
    for (const category of ofEmployees) {
      for (const [kind, ids] of Object.entries(employeesOf(category))) {
        for (const query of Object.values(pages)) {
          for (const employeeID of ids) keep(`${category.name} ${kind}`, await ask(category, employeeID, query));
        }
      }
    }
    for (const category of ofCompanies) {
      for (const query of [...Object.values(pages), ...searches]) keep(category.name, await ask(category, "", query));
    }
    for (const query of ["pageSize=10", "pageSize=0", "pageSize=10&since=x"])
      keep("changes", await world.changes(tokens[client], query));
    for (const [kind, answers] of seen) {
      for (const answer of answers) {
        expect(bodyOf(answer).errorCode).toBe(errorCode);
        expect(traceOf(answer, "")).toEqual(traceOf(first, ""));
        expect(answer.calls).toEqual([]);
      }
      print(client, kind, answers);
    }
  });

  it.each(allCategories)("cannot tell from $name whether it is disabled or unknown", async (category) => {
    const [disabled, unknown] = await Promise.all(
      ["disabled", "unknown"].map((client) => world.page(tokens[client], category, "A-MANY", pages["page 1"])),
    );
    expect({ ...disabled, requestId: "" }).toEqual({ ...unknown, requestId: "" });
  });
});

describe("the token endpoint", () => {
  it("gives one answer to every pair of credentials that is wrong, whether the client exists or not", async () => {
    const pairs = [
      ["of A", "wrong"],
      ["of A", "secret of B"],
      ["of B", "secret of A"],
      ["disabled", "wrong"],
      ["unknown", "wrong"],
      ["nobody", "secret nobody"],
      ["of A#", "secret of A"],
      ["OF A", "secret of A"],
      ["__proto__", "constructor"],
      ["of A:secret of A", " "],
    ] as const;
    const seen: Seen[] = [];
    for (const [clientID, secret] of pairs) seen.push(await world.askToken(clientID, secret));
    const [first, ...others] = seen.map(({ requestId: _, ...answer }) => answer);
    expect(first).toMatchObject({ status: 400, calls: [] });
    expect(JSON.parse(first?.body ?? "").errorCode).toBe(errorDictionary.credentialsMismatch.errorCode);
    for (const other of others) expect(other).toEqual(first);
    print("wrong credentials", "–", seen);
  });
});
