import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, expect } from "vitest";
import type { Client } from "../../functions/shared/auth/client-registry.ts";
import { outputs } from "../../infra/stack/outputs.ts";
import { stackWith } from "./cloudformation-stub.ts";
import { startCognitoStub } from "./cognito-stub.ts";
import { embeddedEngine } from "./engines.ts";
import { aws } from "./export-run.ts";
import { startFaultProxy } from "./fault-proxy.ts";
import { providerStubs } from "./provider-stub.ts";
import { type Ended, runCommand, startCommand } from "./run-command.ts";
import { startStorage } from "./storage.ts";

export const SCOPE = "ruangkerja/webinar.read";

/** The arguments that create a client for company CMP-A. */
export const createForA = ["create", "--company", "CMP-A", "--label", "Dashboard of A"];

type Options = {
  /** Whether the stack has a user pool. Default: true. */
  readonly withUserPool?: boolean;
  /** The maximum number of app clients on a page of their list. */
  readonly pageSize?: number;
};

/**
 * Simulated AWS accounts for the client command: a stack, its clients table, its user pool, and a proxy in front of table
 * and user pool. Call it at the top of a test file; everything is stopped after the last test.
 */
export const clientWorlds = () => {
  const stubs = providerStubs();
  const stops: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(stops.map((stop) => stop())));

  return async ({ withUserPool = true, pageSize = 60 }: Options = {}) => {
    const storage = await startStorage(embeddedEngine);
    const cognito = await startCognitoStub({ pageSize });
    const dynamodbProxy = await startFaultProxy(storage.url);
    const cognitoProxy = await startFaultProxy(cognito.url);
    stops.push(dynamodbProxy.stop, cognitoProxy.stop, storage.stop, cognito.stop);
    const identity = { [outputs.userPool]: cognito.id, [outputs.scope]: SCOPE };
    const table = { [outputs.clientsTable]: storage.tables.clients };
    const stack = await stubs.start(stackWith({ ...table, ...(withUserPool && identity) }));
    const env = {
      ...aws,
      AWS_ENDPOINT_URL_CLOUDFORMATION: stack.url.origin,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodbProxy.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognitoProxy.url,
    };

    return {
      storage,
      cognito,
      dynamodbProxy,
      cognitoProxy,
      env,
      start: (...args: string[]) => startCommand("client", args, { env }),
      /** Runs the command to its end, and checks that its output does not contain the shell's AWS secret. */
      async run(...args: string[]): Promise<Omit<Ended, "signal">> {
        const { code, stdout, stderr } = await runCommand("client", args, { env });
        expect(stdout + stderr).not.toContain(aws.AWS_SECRET_ACCESS_KEY);
        return { code, stdout, stderr };
      },
      put: (row: Client) => storage.put("clients", row),
      async rows(): Promise<Record<string, unknown>[]> {
        const { Items = [] } = await storage.dynamodb.send(new ScanCommand({ TableName: storage.tables.clients }));
        return Items.map((item) => unmarshall(item));
      },
    };
  };
};

export type ClientWorld = Awaited<ReturnType<ReturnType<typeof clientWorlds>>>;

/** The credentials that a command printed for the client's user. */
export const credentialsIn = (stdout: string): { clientID: string; clientSecret: string } => {
  const [, clientID = "", clientSecret = ""] = /^clientID: (\w+)\nclientSecret: (\w+)\n$/.exec(stdout) ?? [];
  expect(stdout).toBe(`clientID: ${clientID}\nclientSecret: ${clientSecret}\n`);
  return { clientID, clientSecret };
};

export const occurrences = (text: string, part: string): number => text.split(part).length - 1;
