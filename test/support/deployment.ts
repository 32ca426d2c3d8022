import { join, resolve as resolvePath } from "node:path";
import * as z from "zod/mini";
import { localAws, localDynamoDB } from "../../infra/local/aws.ts";
import { createTables } from "../../infra/local/create-tables.ts";
import { startDynamoDB } from "../../infra/local/dynamodb.ts";
import { startGateway } from "../../infra/local/gateway.ts";
import { startLambda } from "../../infra/local/lambda.ts";
import { loadSample } from "../../infra/local/load-sample.ts";
import { outputs } from "../../infra/stack/outputs.ts";
import { startRecordingProxy } from "./recording-proxy.ts";
import { type Found, HOME, type Synthesized } from "./stack.ts";
import { functionsByRoute } from "./stack-parts.ts";

const environment = z.object({ Variables: z.record(z.string(), z.string()) });
const handler = z.templateLiteral([z.string(), ".handler"]);

/** The variables that Lambda itself sets, and the local engine's URL instead of AWS's. */
const runtimeEnvironment = (dynamodbUrl: string) => ({
  ...localAws,
  AWS_REGION: HOME,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl,
});

/**
 * "Deploys" a synthesized stack to this machine: its tables with the names that they would get, and its functions with
 * the code, time limit and variables of the template, behind a gateway with the template's routes.
 *
 * @param localOrigins replaces origins in the template's variables: remote → local
 */
export const deploy = async (stack: Synthesized, localOrigins: Readonly<Record<string, string>>) => {
  const started: { stop(): Promise<void> }[] = [];
  const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    started.push(part);
    return part;
  };
  const engine = keep(await startDynamoDB());
  const { url, calls } = keep(await startRecordingProxy(engine.url));
  const tables = {
    assignments: String(stack.outputs[outputs.assignmentsTable]),
    clients: String(stack.outputs[outputs.clientsTable]),
  };
  const dynamodb = localDynamoDB(engine.url);
  await createTables(dynamodb, tables);
  await loadSample(dynamodb, tables);
  dynamodb.destroy();

  const toLocal = (value: string): string => {
    const [remote = "", local = ""] = Object.entries(localOrigins).find(([origin]) => value.startsWith(origin)) ?? [];
    return value.replace(remote, local);
  };
  const environmentOf = ({ values }: Found): Record<string, string> => {
    const { Variables } = z.parse(environment, values["Environment"]);
    return Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, toLocal(value)]));
  };
  const start = (found: Found) => {
    const asset = resolvePath(stack.app.outdir, String(found.Metadata?.["aws:asset:path"]));
    const [file] = z.parse(handler, found.values["Handler"]).split(".");
    const env = { ...runtimeEnvironment(url), ...environmentOf(found) };
    const timeoutMs = Number(found.values["Timeout"]) * 1_000;
    return keep(startLambda({ bundle: join(asset, `${file}.cjs`), env, timeoutMs, log: () => {} }));
  };
  const routes = Object.fromEntries(
    Object.entries(functionsByRoute(stack)).map(([route, found]) => [route, start(found).invoke]),
  );
  const gateway = keep(await startGateway({ functions: () => ({ routes }) }));
  return {
    url: gateway.url,
    tables,
    /** The functions' calls to the tables. */
    calls,
    stop: async () => void (await Promise.all(started.splice(0).map((part) => part.stop()))),
  };
};
