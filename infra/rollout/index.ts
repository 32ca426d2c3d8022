import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from "@aws-sdk/client-codedeploy";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { functionNames, functions } from "../stack/functions.ts";
import { type CheckCredentials, checkVersions } from "./checks.ts";
import { createHook } from "./hook.ts";
import { sendByEvents } from "./send.ts";

/** The Lambda entry. Its SDK is the runtime's own: nothing here is in the way of a request. */
const lambda = new LambdaClient({});

const invoke = (name: (typeof functionNames)[number]) => async (event: unknown) => {
  const FunctionName = settingOf(`VERSION_${name.replace("-", "_").toUpperCase()}`);
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  if (answer.FunctionError) throw new Error(`${name} failed: ${answer.FunctionError}`);
  return JSON.parse(answer.Payload?.transformToString() ?? "null") as unknown;
};

const settingOf = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Missing in the environment: ${name}`);
  return value;
};

/** The secret is asked for at each rollout and kept nowhere. */
const readCredentials = async (): Promise<CheckCredentials | undefined> => {
  const { CHECK_CLIENT: clientID, CHECK_EMPLOYEE: employeeID } = process.env;
  if (!clientID || !employeeID) return undefined;
  const input = { UserPoolId: settingOf("USER_POOL"), ClientId: clientID };
  const { UserPoolClient } = await new CognitoIdentityProviderClient({}).send(new DescribeUserPoolClientCommand(input));
  return { clientID, clientSecret: UserPoolClient?.ClientSecret ?? "", employeeID };
};

export const handler = createHook({
  check: async () => {
    const routes = functionNames.flatMap((name) => functions[name].routes.map((key) => [key, invoke(name)] as const));
    const send = sendByEvents(Object.fromEntries(routes));
    return checkVersions({ url: settingOf("API_URL"), send }, await readCredentials());
  },
  report: async ({ DeploymentId: deploymentId, LifecycleEventHookExecutionId }, status) => {
    const execution = { deploymentId, lifecycleEventHookExecutionId: LifecycleEventHookExecutionId, status };
    await new CodeDeployClient({}).send(new PutLifecycleEventHookExecutionStatusCommand(execution));
  },
  log: (line) => console.error(line),
});
