import { demoClient, sampleClients } from "../reference/sample.ts";
import { createSite } from "../reference/site.ts";
import { bundleAll } from "../stack/bundling.ts";
import { type FunctionName, functionNames, functions } from "../stack/functions.ts";
import { localAws, localDynamoDB, localTables } from "./aws.ts";
import { createTables } from "./create-tables.ts";
import { startDynamoDB } from "./dynamodb.ts";
import type { Routes } from "./gateway/route.ts";
import { startGateway } from "./gateway.ts";
import { type Lambda, startLambda } from "./lambda.ts";
import { loadSample } from "./load-sample.ts";
import { startOidc } from "./oidc.ts";
import { siteRoutes } from "./site-routes.ts";

const SCOPE = "ruangkerja/webinar.read";
const AUDIENCE = "https://api.ruangkerja.example";

/** The engine shows each change at once, and there is one clock: only a commit has to be waited for. */
const CHANGES_MARGIN_MS = 2_000;

/** The URLs of the services that the functions call. */
type Endpoints = {
  readonly dynamodb: string;
  readonly jwks: string;
  readonly token: string;
};

export type StackOptions = {
  /** Default, or with 0: a free port. */
  readonly port?: number;
  /** Puts proxies in front of the real endpoints and returns their URLs. The caller stops the proxies. */
  readonly endpoints?: (real: Endpoints) => Promise<Endpoints>;
  /** Receives the functions' log lines. Default: standard output. */
  readonly log?: (line: string) => void;
};

export type Stack = {
  readonly url: string;
  readonly dynamodbUrl: string;
  readonly issuer: string;
  /** What invokes the function of each route key, past the gateway. */
  readonly routes: Routes;
  stop(): Promise<void>;
};

/**
 * Starts the whole API on this machine: DynamoDB with the sample data, an OpenID provider, the built functions behind a
 * gateway, and the reference at `/docs`, `/errors` and `/openapi.json`. Nothing is kept after the process ends.
 *
 * @throws an error with code `EADDRINUSE` if the gateway's port is taken; everything that was started is stopped
 */
export const startStack = async ({ port = 0, log, endpoints }: StackOptions = {}): Promise<Stack> => {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => void (await Promise.all(started.splice(0).map((part) => part.stop())));
  const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    started.push(part);
    return part;
  };

  try {
    const bundles = await bundleAll();
    const dynamodb = keep(await startDynamoDB());
    const oidc = keep(await startOidc({ clients: sampleClients, scope: SCOPE, audience: AUDIENCE }));
    await createData(dynamodb.url);
    const real: Endpoints = { dynamodb: dynamodb.url, jwks: oidc.jwksUri, token: oidc.tokenEndpoint };
    const called = endpoints ? await endpoints(real) : real;

    const environment = (publicBaseUrl: string): Record<FunctionName, Record<string, string>> => ({
      "course-activity": {
        ...localAws,
        AWS_ENDPOINT_URL_DYNAMODB: called.dynamodb,
        ASSIGNMENTS_TABLE: localTables.assignments,
        CLIENTS_TABLE: localTables.clients,
        TOKEN_ISSUER: oidc.issuer,
        JWKS_URI: called.jwks,
        TOKEN_SCOPE: SCOPE,
        TOKEN_AUDIENCE: AUDIENCE,
        PUBLIC_BASE_URL: publicBaseUrl,
        DOCS_BASE_URL: publicBaseUrl,
        CHANGES_MARGIN_MS: `${CHANGES_MARGIN_MS}`,
      },
      "oauth-token": { TOKEN_ENDPOINT: called.token, TOKEN_SCOPE: SCOPE, DOCS_BASE_URL: publicBaseUrl },
    });

    let routes: Routes = {};
    const gateway = await startGateway({
      port,
      functions: (url) => {
        const lambdas = functionNames.map((name) => {
          const timeoutMs = functions[name].timeoutSeconds * 1_000;
          const env = environment(url)[name];
          return { name, ...keep(startLambda({ bundle: bundles[name].file, env, timeoutMs, ...(log && { log }) })) };
        });
        const site = createSite({ server: { url, description: "This local stack." }, credentials: demoClient });
        routes = Object.fromEntries(lambdas.flatMap(routesOf));
        return { routes: { ...siteRoutes(site, url), ...routes } };
      },
    });
    keep(gateway);
    return { url: gateway.url, dynamodbUrl: dynamodb.url, issuer: oidc.issuer, routes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const createData = async (endpoint: string): Promise<void> => {
  const client = localDynamoDB(endpoint);
  await createTables(client, localTables);
  await loadSample(client, localTables);
  client.destroy();
};

const routesOf = ({ name, invoke }: { name: FunctionName } & Pick<Lambda, "invoke">) =>
  functions[name].routes.map((key) => [key, invoke] as const);
