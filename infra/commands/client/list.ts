import Table from "cli-table3";
import type { Client } from "../../../functions/shared/auth/client-registry.ts";
import { CommandError } from "../terminal/command.ts";
import { isUnfinished } from "./app-client.ts";
import { describeCognito } from "./cognito.ts";
import type { Place } from "./place.ts";
import type { StoredRow } from "./rows.ts";
import type { AppClient } from "./user-pool.ts";

/** A client with what is known of it, and what is odd about it. */
export type Listed = Pick<Client, "clientID"> & Partial<Client> & { readonly odd: readonly string[] };

/** @returns every client that has a row, an app client or both, by company, label and ID */
export const listClients = async ({ rows, userPool }: Place): Promise<Listed[]> => {
  const appClients = await userPool?.all().catch((error: unknown) => {
    throw new CommandError(describeCognito(error), { cause: error });
  });
  return join(await rows.all(), appClients);
};

/** @param appClients `undefined` where the identity provider is one's own, and cannot be asked */
const join = (rows: readonly StoredRow[], appClients: readonly AppClient[] | undefined): Listed[] => {
  const unseen = new Map(appClients?.map((appClient) => [appClient.clientID, appClient]));
  const listed = rows.map(({ clientID, row, problems }): Listed => {
    const appClient = unseen.get(clientID);
    unseen.delete(clientID);
    const odd = [
      ...(problems.length > 0 ? [`row is not valid: ${problems.join(", ")}`] : []),
      ...(appClients && !appClient ? ["row without app client"] : []),
      ...(appClient && isUnfinished(appClient.name) ? [NOT_FINISHED] : []),
    ];
    return { clientID, ...row, odd };
  });
  for (const { clientID, name } of unseen.values()) {
    const odd = isUnfinished(name) ? [NOT_FINISHED] : [`app client without row: ${name}`];
    listed.push({ clientID, odd });
  }
  return listed.sort((a, b) => order(a).localeCompare(order(b), "en"));
};

/** What a creation leaves that was killed on the way. */
const NOT_FINISHED = "app client not finished: can get no token";

/** Those without a company come last. */
const order = ({ companySerial, label = "", clientID }: Listed): string =>
  [companySerial === undefined ? 1 : 0, companySerial, label, clientID].join("\t");

/** @returns a table for people; it has no colours, and no control characters that a client could bring in */
export const tableOf = (clients: readonly Listed[]): string => {
  const table = new Table({
    head: ["clientID", "company", "label", "enabled", "odd"],
    style: { head: [], border: [] },
  });
  for (const { clientID, companySerial = "", label = "", enabled, odd } of clients) {
    const cells = [clientID, companySerial, label, enabled === undefined ? "" : enabled ? "yes" : "no", odd.join("\n")];
    table.push(cells.map((cell) => cell.replace(/(?!\n)\p{Cc}/gu, "?")));
  }
  return table.toString();
};
