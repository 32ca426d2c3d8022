import * as z from "zod/mini";
import type { Category, CategoryName } from "../../../functions/shared/store/categories.ts";
import { localAws } from "../../../infra/local/aws.ts";
import { startGateway } from "../../../infra/local/gateway.ts";
import { startLambda } from "../../../infra/local/lambda.ts";
import { startOidc } from "../../../infra/local/oidc.ts";
import { bundleAll } from "../../../infra/stack/bundling.ts";
import { functions } from "../../../infra/stack/functions.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { startRecordingProxy } from "../../support/recording-proxy.ts";
import { allCategories, categoryList, recordsOf } from "../../support/records.ts";
import { startStorage } from "../../support/storage.ts";
import { sendTo } from "../../support/wire.ts";
import { CHANGES_PATH } from "../feed.ts";
import { listPath, TOKEN_PATH } from "../request.ts";

const SCOPE = "ruangkerja/webinar.read";
const AUDIENCE = "https://api.ruangkerja.example";

/** Clients of the provider; all but `unknown` are in the registry. The company C has no list at all. */
const clients = {
  "of A": { companySerial: "CMP-A", enabled: true },
  "of B": { companySerial: "CMP-B", enabled: true },
  "of C": { companySerial: "CMP-C", enabled: true },
  disabled: { companySerial: "CMP-A", enabled: false },
  unknown: undefined,
} as const;

export type Company = "CMP-A" | "CMP-B" | "CMP-C";
/** By employee, who is empty for the list of a company. */
type ListsOfCompany = Readonly<Record<string, readonly object[]>>;

/** One ID is in both companies, and one of A's looks like a key of B's. */
const employeesOf = (category: Category): Readonly<Record<Company, ListsOfCompany>> => ({
  "CMP-A": {
    "A-MANY": recordsOf(category, 25, "OF-A"),
    "A-NONE": [],
    BOTH: recordsOf(category, 12, "BOTH-IN-A"),
    [`CMP-B#${category.name}#B-SOME`]: recordsOf(category, 3, "TRAP-OF-A"),
  },
  "CMP-B": { "B-MANY": recordsOf(category, 25, "OF-B"), "B-NONE": [], BOTH: recordsOf(category, 12, "BOTH-IN-B") },
  "CMP-C": {},
});

/** A's and B's records have the same names: what a search finds does not depend on whose they are. */
const companiesOf = (category: Category): Readonly<Record<Company, ListsOfCompany>> => ({
  "CMP-A": { "": recordsOf(category, 25, "OF-A") },
  "CMP-B": { "": recordsOf(category, 31, "OF-B") },
  "CMP-C": {},
});

/** Every list that there is, by category and company. */
export const lists = Object.fromEntries(
  allCategories.map((category) => [
    category.name,
    category.owner === "employee" ? employeesOf(category) : companiesOf(category),
  ]),
) as Readonly<Record<CategoryName, Readonly<Record<Company, ListsOfCompany>>>>;

/**
 * The built functions behind the local gateway, with a provider, two companies' data and a proxy that keeps what the
 * list function asks of DynamoDB. One instance answers, so that each client is looked up in the registry once.
 */
export const startTenants = async () => {
  const stops: (() => Promise<unknown>)[] = [];
  const storage = await startStorage(embeddedEngine);
  const proxy = await startRecordingProxy(storage.url);
  const secretOf = (clientID: string) => `secret ${clientID}`;
  const registered = Object.entries(clients).map(([clientID, row]) => ({ clientID, row, label: "" }));
  const provider = await startOidc({
    clients: registered.map(({ clientID }) => ({ clientID, clientSecret: secretOf(clientID) })),
    scope: SCOPE,
    audience: AUDIENCE,
  });
  stops.push(proxy.stop, provider.stop, storage.stop);
  for (const { row, ...client } of registered) if (row) await storage.put("clients", { ...client, ...row });
  for (const category of allCategories) {
    for (const [companySerial, owners] of Object.entries(lists[category.name as CategoryName])) {
      for (const [employeeID, records] of Object.entries(owners)) {
        const list = categoryList(category, employeeID, companySerial);
        await storage.register(list);
        await storage.append(list, records);
      }
    }
  }

  const bundles = await bundleAll();
  const start = (bundle: string, env: Readonly<Record<string, string>>) => {
    const lambda = startLambda({ bundle, env, timeoutMs: 10_000, instances: 1, log: () => {} });
    stops.unshift(lambda.stop);
    return lambda.invoke;
  };
  const list = start(bundles["course-activity"].file, {
    ...localAws,
    AWS_ENDPOINT_URL_DYNAMODB: proxy.url,
    ASSIGNMENTS_TABLE: storage.tables.assignments,
    CLIENTS_TABLE: storage.tables.clients,
    TOKEN_ISSUER: provider.issuer,
    JWKS_URI: provider.jwksUri,
    CHANGES_MARGIN_MS: "0",
    TOKEN_SCOPE: SCOPE,
    TOKEN_AUDIENCE: AUDIENCE,
  });
  const token = start(bundles["oauth-token"].file, { TOKEN_ENDPOINT: provider.tokenEndpoint, TOKEN_SCOPE: SCOPE });
  const invokes = { "course-activity": list, "oauth-token": token };
  const routes = Object.entries(invokes).flatMap(([name, invoke]) =>
    functions[name as keyof typeof invokes].routes.map((route) => [route, invoke] as const),
  );
  const gateway = await startGateway({ functions: () => ({ routes: Object.fromEntries(routes) }) });
  stops.unshift(gateway.stop);

  /** @returns an answer without what differs from one to the next by itself, and what it took of DynamoDB */
  const send = async (sent: Parameters<typeof sendTo>[1]) => {
    const before = proxy.calls.length;
    const { status, headers, body } = await sendTo(gateway.url, sent);
    const { "x-request-id": requestId, date: _, ...others } = headers;
    return { status, headers: others, requestId, body: body.toString(), calls: proxy.calls.slice(before) };
  };

  return {
    tables: storage.tables,
    page: (accessToken: string | undefined, category: Category, employeeID: string, query: string) =>
      send({
        target: `${listPath(category, encodeURIComponent(employeeID))}?${query}`,
        headers: accessToken === undefined ? [] : ["Authorization", accessToken],
      }),
    changes: (accessToken: string | undefined, query: string) =>
      send({
        target: `${CHANGES_PATH}?${query}`,
        headers: accessToken === undefined ? [] : ["Authorization", accessToken],
      }),
    askToken: (clientID: string, clientSecret = secretOf(clientID)) =>
      send({
        method: "POST",
        target: TOKEN_PATH,
        headers: ["Content-Type", "application/json"],
        body: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }),
      }),
    /** The provider gives out a token without the scope where nobody asks for it. */
    async tokenWithoutScope(clientID: string): Promise<string> {
      const answer = await fetch(provider.tokenEndpoint, {
        method: "POST",
        headers: {
          Authorization: `Basic ${btoa(`${encodeURIComponent(clientID)}:${encodeURIComponent(secretOf(clientID))}`)}`,
        },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      return z.parse(z.object({ access_token: z.string() }), await answer.json()).access_token;
    },
    stop: async () => {
      for (const stop of stops.splice(0)) await stop();
    },
  };
};

export type Tenants = Awaited<ReturnType<typeof startTenants>>;
export type Seen = Awaited<ReturnType<Tenants["page"]>>;

/** All that another could see of an answer, and all that its making took but for the ID's own bytes. */
export const traceOf = ({ requestId: _, calls, ...answer }: Seen, employeeID: string) => ({
  ...answer,
  calls: calls
    .map(({ operation, table, request, answer }) => ({
      operation,
      table,
      request: Buffer.byteLength(request) - Buffer.byteLength(JSON.stringify(employeeID)),
      answer,
    }))
    .sort((one, other) => one.operation.localeCompare(other.operation)),
});
