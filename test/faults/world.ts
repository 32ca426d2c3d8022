import { expect } from "vitest";
import { ApiError } from "../../functions/shared/errors/api-error.ts";
import { type ErrorEntry, type ErrorName, errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { listRoute, partsOf } from "../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { startOidc } from "../../infra/local/oidc.ts";
import { embeddedEngine } from "../support/engines.ts";
import { AUDIENCE, SCOPE } from "../support/issuer.ts";
import { startStorage } from "../support/storage.ts";
import type { Sent } from "../support/wire.ts";
import { type LogLine, lineOf, type Outcome } from "./service.ts";

declare module "vitest" {
  interface TaskMeta {
    /** What a row came to, for the matrix at the run's end. */
    outcome?: string;
    /** How long the function took, in milliseconds. */
    ms?: number;
  }
}

const credentials = { clientID: "demo", clientSecret: "demo-secret" };

/** Both tables with one client in them, and a provider that knows it. */
export const startWorld = async () => {
  const storage = await startStorage(embeddedEngine);
  const oidc = await startOidc({ clients: [credentials], scope: SCOPE, audience: AUDIENCE });
  await storage.put("clients", { clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" });
  const granted = await fetch(oidc.tokenEndpoint, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${credentials.clientID}:${credentials.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: SCOPE }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const stop = async () => void (await Promise.all([storage.stop(), oidc.stop()]));
  return { storage, issuer: oidc.issuer, token, stop };
};
export type World = Awaited<ReturnType<typeof startWorld>>;

export const tokenRequest: Sent = {
  method: "POST",
  target: "/oauth/token",
  headers: ["Content-Type", "application/json"],
  body: JSON.stringify({ ...credentials, grantType: "client_credentials" }),
};

export const EMPLOYEE = "EMPLY1";

/** A page of ten of a list or, with a `name`, of what a search for it selects. */
export type Asked = {
  readonly category?: Category;
  readonly employeeID?: string;
  readonly page?: number;
  readonly name?: string | undefined;
};

export const listRequest = (
  token: string,
  { category = categories.webinar, employeeID = EMPLOYEE, page = 1, name }: Asked = {},
): Sent => {
  const { path } = partsOf(listRoute(category));
  const query = new URLSearchParams({ page: `${page}`, pageSize: "10", ...(name !== undefined && { name }) });
  return {
    target: `${path.replace("{employeeID}", () => encodeURIComponent(employeeID))}?${query}`,
    headers: ["Authorization", token],
  };
};

const entryOf = (errorCode: number) => {
  const found = Object.entries<ErrorEntry>(errorDictionary).find(([, entry]) => entry.errorCode === errorCode);
  if (!found) throw new Error(`The Error Dictionary has no ${errorCode}`);
  return { name: found[0] as ErrorName, entry: found[1] };
};

/**
 * Asserts that an answer is a success (`code` 200), or the error of this code in the dictionary's very words and never
 * the gateway's own; and that the instance wrote one line, which says the same.
 */
export const expectAnswer = (outcome: Outcome, code: number): LogLine => {
  const line = lineOf(outcome);
  if (code === 200) {
    expect(outcome.body).toMatchObject({ status: "success" });
    expect(outcome.status).toBe(200);
    expect(line).toMatchObject({ status: 200 });
    expect(line).not.toHaveProperty("errorCode");
    return line;
  }
  const { name, entry } = entryOf(code);
  expect(outcome.body).toEqual(new ApiError(name).body);
  expect(outcome.status).toBe(entry.status);
  for (const [header, value] of Object.entries(entry.headers ?? {})) {
    expect(outcome.headers[header.toLowerCase()]).toBe(value);
  }
  expect(line).toMatchObject({ status: entry.status, errorCode: code });
  return line;
};
