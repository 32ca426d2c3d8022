import { inject } from "vitest";
import * as z from "zod/mini";
import { localAws } from "../../infra/local/aws.ts";
import { startGateway } from "../../infra/local/gateway.ts";
import { startLambda } from "../../infra/local/lambda.ts";
import { type FunctionName, functions } from "../../infra/stack/functions.ts";
import { startFaultProxy } from "../support/fault-proxy.ts";
import { AUDIENCE, SCOPE } from "../support/issuer.ts";
import type { Storage } from "../support/storage.ts";
import { type Sent, sendTo } from "../support/wire.ts";
import { createConditions, hostNames } from "./conditions.ts";

export type Surroundings = { readonly storage: Pick<Storage, "url" | "tables">; readonly issuer: string };

const logged = z.object({ message: z.looseObject({ status: z.int(), start: z.string(), ms: z.int() }) });
export type LogLine = z.infer<typeof logged>["message"];

/** What a caller gets, and what the function logged of it. */
export type Outcome = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: {
    readonly errorCode?: number;
    readonly data?: readonly object[] | { readonly items: readonly object[] };
  };
  /** Every line that the instance wrote since the last request, whatever it is. */
  readonly lines: readonly string[];
};

/**
 * One built function behind the gateway, in one instance at the most, with a proxy before DynamoDB and one before the
 * provider. The instance starts at its first request.
 */
export const startService = async (name: FunctionName, { storage, issuer }: Surroundings) => {
  const conditions = createConditions();
  const dynamodb = await startFaultProxy(storage.url);
  const provider = await startFaultProxy(issuer);
  const at = (host: keyof typeof hostNames, { url }: { url: string }, path = "") =>
    `http://${hostNames[host]}:${new URL(url).port}${path}`;
  const env = {
    ...localAws,
    ...conditions.env,
    AWS_ENDPOINT_URL_DYNAMODB: at("dynamodb", dynamodb),
    ASSIGNMENTS_TABLE: storage.tables.assignments,
    CLIENTS_TABLE: storage.tables.clients,
    TOKEN_ISSUER: issuer,
    JWKS_URI: at("provider", provider, "/jwks"),
    TOKEN_ENDPOINT: at("provider", provider, "/token"),
    TOKEN_SCOPE: SCOPE,
    TOKEN_AUDIENCE: AUDIENCE,
  };
  const { routes, timeoutSeconds } = functions[name];
  const lines: string[] = [];
  const lambda = startLambda({
    bundle: inject("bundles")[name],
    env,
    timeoutMs: timeoutSeconds * 1_000,
    instances: 1,
    log: (line) => void lines.push(line),
  });
  const gateway = await startGateway({
    functions: () => ({ routes: Object.fromEntries(routes.map((route) => [route, lambda.invoke])) }),
  });

  return {
    conditions,
    proxies: { dynamodb, provider },
    timeoutMs: timeoutSeconds * 1_000,
    async ask(sent: Sent): Promise<Outcome> {
      const { status, headers, body } = await sendTo(gateway.url, sent);
      return { status, headers, body: JSON.parse(body.toString()), lines: lines.splice(0) };
    },
    /** What it has logged since, which should be nothing. */
    lines: lines as readonly string[],
    async stop() {
      await lambda.stop();
      await Promise.all([gateway.stop(), dynamodb.stop(), provider.stop()]);
      conditions.stop();
    },
  };
};

export type Service = Awaited<ReturnType<typeof startService>>;

/** The records of a page, of whichever list. */
export const recordsIn = ({ body: { data = [] } }: Pick<Outcome, "body">): readonly object[] =>
  "items" in data ? data.items : data;

/** @throws unless it is one line of a request and nothing else */
export const lineOf = ({ lines }: Pick<Outcome, "lines">): LogLine => {
  if (lines.length !== 1) throw new Error(`${lines.length} lines in the log:\n${lines.join("\n")}`);
  return z.parse(logged, JSON.parse(`${lines[0]}`)).message;
};
