import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { startOidc } from "../../../infra/local/oidc.ts";
import { sampleClients } from "../../../infra/reference/sample.ts";
import { bundleAll } from "../../../infra/stack/bundling.ts";
import { deploy } from "../../support/deployment.ts";
import { linksIn } from "../../support/links.ts";
import { roleSimulator } from "../../support/policies.ts";
import { HOME, type Synthesized, synthesize } from "../../support/stack.ts";
import { at, DOMAIN, EXTERNAL_PROVIDER } from "../../support/stack-parts.ts";
import { startUserPool } from "../../support/user-pool.ts";

const AUDIENCE = "https://api.example.com";
const DOCS = "https://docs.example.com";
let directory: string;
let bundles: Record<"course-activity" | "oauth-token", string>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "deployment-"));
  const built = await bundleAll(directory);
  bundles = {
    "course-activity": built["course-activity"].directory,
    "oauth-token": built["oauth-token"].directory,
  };
});
afterAll(() => rm(directory, { recursive: true }));

/** The stack with its Cognito user pool, and a stub of the user pool that the functions call. */
const withUserPool = async () => {
  const stack = synthesize({}, bundles);
  const id = stack.outputs["UserPoolId"];
  const { Domain } = at(stack, "AWS::Cognito::UserPoolDomain", "UserPool/Domain").values;
  const provider = await startUserPool({
    issuerPath: `/${id}`,
    jwksPath: `/${id}/.well-known/jwks.json`,
    tokenPath: "/oauth2/token",
    scope: String(stack.outputs["Scope"]),
    clients: Object.fromEntries(sampleClients.map(({ clientID, clientSecret }) => [clientID, clientSecret])),
  });
  const remotes = [`https://cognito-idp.${HOME}.amazonaws.com`, `https://${Domain}.auth.${HOME}.amazoncognito.com`];
  return { stack, provider, local: Object.fromEntries(remotes.map((remote) => [remote, provider.url])) };
};

/** The stack with an external provider (a certified one) and a custom domain. */
const withExternalProvider = async () => {
  const stack = synthesize({ ...EXTERNAL_PROVIDER, audience: AUDIENCE, ...DOMAIN, docsUrl: DOCS }, bundles);
  const provider = await startOidc({ clients: sampleClients, scope: EXTERNAL_PROVIDER.scope, audience: AUDIENCE });
  return { stack, provider, local: { [EXTERNAL_PROVIDER.issuer]: provider.issuer } };
};

describe.each([
  ["its user pool", withUserPool, /^http:\/\/localhost:|^https:\/\/localhost/, undefined],
  ["an external provider and a custom domain", withExternalProvider, /^https:\/\/api\.example\.com\//, DOCS],
])("the stack's functions, with the variables from the template, and %s", (_, prepare, publicUrl, docs) => {
  let stack: Synthesized;
  let deployment: Awaited<ReturnType<typeof deploy>>;
  let stopProvider: () => Promise<void>;
  beforeAll(async () => {
    const prepared = await prepare();
    stack = prepared.stack;
    stopProvider = prepared.provider.stop;
    deployment = await deploy(stack, prepared.local);
  });
  afterAll(async () => {
    await deployment.stop();
    await stopProvider();
  });

  const askToken = (clientID: string, clientSecret = `${clientID}-secret`) =>
    fetch(`${deployment.url}/oauth/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }),
    });
  const list = async (clientID: string, employeeID: string, page = 1) => {
    const { accessToken } = z.parse(tokenResponse, await (await askToken(clientID)).json()).data;
    const path = `/ruangkerja/dashboard/users/${employeeID}/courses/webinar?page=${page}&pageSize=10`;
    return fetch(`${deployment.url}${path}`, { headers: { Authorization: accessToken } });
  };

  it("give a token for 12 hours, and refuse wrong credentials", async () => {
    const answer = await askToken("demo");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ data: { expiresIn: "43200", tokenType: "bearer" } });
    expect((await askToken("demo", "wrong")).status).toBe(400);
  });

  it("list a page, and a deeper one, with links to the public address", async () => {
    for (const page of [1, 2]) {
      const answer = await list("demo", "JOHNILXV3QAJJEL3", page);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ status: "success", data: Array(10).fill(expect.anything()) });
      expect(linksIn(answer.headers.get("link") ?? "")["next"]).toMatch(publicUrl);
    }
  });

  it("link an error to its documentation only if the documentation's URL is configured", async () => {
    const helpIn = ({ headers }: Response) => linksIn(headers.get("link") ?? "")["help"];
    expect(helpIn(await askToken("demo", "wrong"))).toBe(docs && "https://docs.example.com/errors#400");
    expect(helpIn(await fetch(`${deployment.url}/nowhere`))).toBe(docs && "https://docs.example.com/errors#131");
  });

  it("answer 404 for an unknown employee, and for one of another company", async () => {
    expect((await list("demo", "NOBODY")).status).toBe(404);
    expect((await list("other", "EMPLY001")).status).toBe(200);
    expect((await list("demo", "EMPLY001")).status).toBe(404);
    expect((await list("disabled", "EMPLY001")).status).toBe(401);
    expect((await fetch(`${deployment.url}/nowhere`)).status).toBe(404);
  });

  it("call only the table operations that the list endpoint's role allows", async () => {
    const { assignments, clients } = deployment.tables;
    const asked = new Set(deployment.calls.map(({ operation, table }) => `${operation} ${table}`));
    expect(asked).toEqual(new Set([`Query ${assignments}`, `GetItem ${assignments}`, `GetItem ${clients}`]));
    const may = roleSimulator(stack, at(stack, "AWS::IAM::Role", "WebinarActivity/Role"));
    for (const { operation, table } of deployment.calls) {
      const arn = `arn:aws:dynamodb:${HOME}:123456789012:table/${table}`;
      expect(await may(`dynamodb:${operation}`, arn), `${operation} on ${table}`).toBe(true);
    }
  });
});
