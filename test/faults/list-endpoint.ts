import { onTestFinished } from "vitest";
import { issuerForTest } from "../support/issuer.ts";
import { allCategories, categoryList } from "../support/records.ts";
import { startService } from "./service.ts";
import { EMPLOYEE, listRequest, type World } from "./world.ts";

/** An empty list of each category. */
export const registerLists = async ({ storage }: World): Promise<void> => {
  for (const category of allCategories) await storage.register(categoryList(category, EMPLOYEE));
};

/**
 * The list endpoint for one test, with an issuer whose keys and tokens the test makes, and a client of its own. Each
 * request asks for the list of the next category: what is tried here is the same for all.
 */
export const startListEndpoint = async ({ storage }: World, clientID: string) => {
  const putClient = (enabled: boolean) =>
    storage.put("clients", { clientID, companySerial: "CMP-A", enabled, label: "" });
  await putClient(true);
  const issuer = await issuerForTest();
  const service = await startService("course-activity", { storage, issuer: issuer.issuer });
  onTestFinished(service.stop);
  const sign: typeof issuer.sign = (changes, options) => issuer.sign({ client_id: clientID, ...changes }, options);
  const token = await sign();
  const { dynamodb, provider } = service.proxies;
  let asked = 0;
  const nextCategory = () => allCategories[asked++ % allCategories.length];
  return {
    issuer,
    conditions: service.conditions,
    timeoutMs: service.timeoutMs,
    dynamodb,
    provider,
    putClient,
    sign,
    /** Asks for a page with a token that is valid, unless there is another. */
    ask({ page = 1, by = token } = {}) {
      const category = nextCategory();
      return service.ask(listRequest(by, { page, ...(category && { category }) }));
    },
    /** How often an operation of DynamoDB was called. Page 1 takes one `Query`: each `GetItem` is the registry's. */
    called: (operation: string): number => dynamodb.calls.filter((call) => call === operation).length,
  };
};
