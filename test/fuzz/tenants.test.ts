import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { tokenResponse } from "../../functions/oauth-token/contract.ts";
import { errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { textTable } from "../../infra/commands/terminal/text-table.ts";
import { employees, pages, rangeOf } from "./tenants/matrix.ts";
import { lists, type Seen, startTenants, type Tenants, traceOf } from "./tenants/world.ts";

let world: Tenants;
const tokens: Record<string, string | undefined> = {};
beforeAll(async () => {
  world = await startTenants();
  for (const clientID of ["of A", "of B", "disabled", "unknown"]) {
    const { body } = await world.askToken(clientID);
    tokens[clientID] = z.parse(tokenResponse, JSON.parse(body)).data.accessToken;
  }
  tokens["without scope"] = await world.tokenWithoutScope("of A");
  tokens["without token"] = undefined;
  // From here on the registry's answers are in the instance's cache.
  for (const token of Object.values(tokens)) await world.page(token, "A-MANY", "page=1&pageSize=1");
});
afterAll(() => world.stop());

const companyOf = { "of A": "CMP-A", "of B": "CMP-B" } as const;
const bodyOf = ({ body }: Seen) => JSON.parse(body);

/** The rows of the matrix that is printed at the end. */
const rows: string[][] = [];
afterAll(() => console.log(textTable(["client", "employee", "requests", "answer", "calls of DynamoDB"], rows)));
const print = (client: string, kind: string, seen: readonly Seen[]) => {
  const distinct = (values: readonly (string | number)[]) => [...new Set(values)].sort().join(", ");
  const answers = seen.map((one) => (one.status === 200 ? "200" : `${one.status}/${bodyOf(one).errorCode}`));
  rows.push([client, kind, `${seen.length}`, distinct(answers), distinct(seen.map(({ calls }) => calls.length))]);
};

describe.each(Object.entries(companyOf))("the client %s", (client, company) => {
  it.each(Object.entries(employees))(
    "employees %s: its own company's records, or the very same 404",
    async (kind, ids) => {
      const seen: Seen[] = [];
      for (const query of Object.values(pages)) {
        const nobody = traceOf(await world.page(tokens[client], "NOBODY", query), "NOBODY");
        expect(nobody).toMatchObject({ status: errorDictionary.employeeNotFound.status });
        for (const employeeID of ids) {
          const answer = await world.page(tokens[client], employeeID, query);
          seen.push(answer);
          const own = Object.hasOwn(lists[company], employeeID) ? lists[company][employeeID] : undefined;
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
      print(client, kind, seen);
    },
  );

  it("finds its own records alone under any ID made of the parts of keys", async () => {
    const part = fc.constantFrom(
      "CMP-A",
      "CMP-B",
      "#",
      "#",
      "webinar",
      "A-MANY",
      "B-MANY",
      "BOTH",
      "%23",
      "/",
      "0",
      "..",
    );
    const ids = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(ids, fc.constantFrom(...Object.values(pages)), async (employeeID, query) => {
        const answer = await world.page(tokens[client], employeeID, query);
        const own = lists[company][employeeID];
        if (own) expect(bodyOf(answer).data).toEqual(own.slice(...rangeOf(query)));
        else expect(bodyOf(answer)).toMatchObject({ errorCode: errorDictionary.employeeNotFound.errorCode });
      }),
      { numRuns: 200 },
    );
  });
});

describe("a client that may read nothing", () => {
  it.each([
    ["disabled", errorDictionary.tokenNotValid],
    ["unknown", errorDictionary.tokenNotValid],
    ["without scope", errorDictionary.accessNotGranted],
    ["without token", errorDictionary.tokenMissing],
  ] as const)("%s, gets one answer for every employee, before any list is read", async (client, { errorCode }) => {
    const first = await world.page(tokens[client], "NOBODY", pages["page 1"]);
    for (const [kind, ids] of Object.entries(employees)) {
      const seen: Seen[] = [];
      for (const query of Object.values(pages)) {
        for (const employeeID of ids) seen.push(await world.page(tokens[client], employeeID, query));
      }
      for (const answer of seen) {
        expect(bodyOf(answer).errorCode).toBe(errorCode);
        expect(traceOf(answer, "")).toEqual(traceOf(first, ""));
        expect(answer.calls).toEqual([]);
      }
      print(client, kind, seen);
    }
  });

  it("cannot tell whether it is disabled or unknown", async () => {
    const [disabled, unknown] = await Promise.all(
      ["disabled", "unknown"].map((client) => world.page(tokens[client], "A-MANY", pages["page 1"])),
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
