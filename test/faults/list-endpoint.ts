import { onTestFinished } from "vitest";
import { issuerForTest } from "../support/issuer.ts";
import { startService } from "./service.ts";
import { listRequest, type World } from "./world.ts";

/** The list endpoint for one test, with an issuer whose keys and tokens the test makes, and a client of its own. */
export const startListEndpoint = async ({ storage }: World, clientID: string) => {
  const putClient = (enabled: boolean) =>
    storage.put("clients", { clientID, companySerial: "CMP-A", enabled, label: "" });
  await putClient(true);
  const issuer = await issuerForTest();
  const service = await startService("webinar-activity", { storage, issuer: issuer.issuer });
  onTestFinished(service.stop);
  const sign: typeof issuer.sign = (changes, options) => issuer.sign({ client_id: clientID, ...changes }, options);
  const token = await sign();
  const { dynamodb, provider } = service.proxies;
  return {
    issuer,
    conditions: service.conditions,
    timeoutMs: service.timeoutMs,
    dynamodb,
    provider,
    putClient,
    sign,
    /** Asks for a page with a token that is valid, unless there is another. */
    ask: ({ page = 1, by = token } = {}) => service.ask(listRequest(by, "EMPLY1", page)),
    /** How often an operation of DynamoDB was called. Page 1 takes one `Query`: each `GetItem` is the registry's. */
    called: (operation: string): number => dynamodb.calls.filter((call) => call === operation).length,
  };
};
