import Table from "cli-table3";
import type { Client } from "../../../functions/shared/auth/client-registry.ts";
import { CommandError } from "../terminal/command.ts";
import { isUnfinished } from "./app-client.ts";
import { describeCognito } from "./cognito.ts";
import type { Deployment } from "./deployment.ts";
import type { StoredRow } from "./rows.ts";
import type { AppClient } from "./user-pool.ts";

/** A client with the fields of its row, if it has a valid one, and what is wrong with it. */
export type Listed = Pick<Client, "clientID"> & Partial<Client> & { readonly problems: readonly string[] };

/** @returns every client that has a row, an app client or both, by company, label and ID */
export const listClients = async ({ rows, userPool }: Deployment): Promise<Listed[]> => {
  const appClients = await userPool?.all().catch((error: unknown) => {
    throw new CommandError(describeCognito(error), { cause: error });
  });
  return join(await rows.all(), appClients);
};

/** @param appClients `undefined` where there is no user pool */
const join = (rows: readonly StoredRow[], appClients: readonly AppClient[] | undefined): Listed[] => {
  const unseen = new Map(appClients?.map((appClient) => [appClient.clientID, appClient]));
  const listed = rows.map(({ clientID, row, problems: invalid }): Listed => {
    const appClient = unseen.get(clientID);
    unseen.delete(clientID);
    const problems = [
      ...(invalid.length > 0 ? [`row is not valid: ${invalid.join(", ")}`] : []),
      ...(appClients && !appClient ? ["row without app client"] : []),
      ...(appClient && isUnfinished(appClient.name) ? [NOT_FINISHED] : []),
    ];
    return { clientID, ...row, problems };
  });
  for (const { clientID, name } of unseen.values()) {
    const problems = isUnfinished(name) ? [NOT_FINISHED] : [`app client without row: ${name}`];
    listed.push({ clientID, problems });
  }
  return listed.sort((a, b) => order(a).localeCompare(order(b), "en"));
};

/** The app client of a `create` that was killed before its end. */
const NOT_FINISHED = "app client not finished: can get no token";

/** Clients without a company come last. */
const order = ({ companySerial, label = "", clientID }: Listed): string =>
  [companySerial === undefined ? 1 : 0, companySerial, label, clientID].join("\t");

/** @returns a text table without colours, and without control characters that a label may have */
export const tableOf = (clients: readonly Listed[]): string => {
  const table = new Table({
    head: ["clientID", "company", "label", "enabled", "problems"],
    style: { head: [], border: [] },
  });
  for (const { clientID, companySerial = "", label = "", enabled, problems } of clients) {
    const cells = [
      clientID,
      companySerial,
      label,
      enabled === undefined ? "" : enabled ? "yes" : "no",
      problems.join("\n"),
    ];
    table.push(cells.map((cell) => cell.replace(/(?!\n)\p{Cc}/gu, "?")));
  }
  return table.toString();
};
