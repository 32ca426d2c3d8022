import { type DynamoDBClient, GetItemCommand, type GetItemCommandInput } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { ageOf, type Moment, moment } from "../age.ts";
import { singleLine } from "../characters.ts";
import { withinBudget } from "../deadline.ts";
import { ApiError } from "../errors/api-error.ts";
import { throwStorageError } from "../store/storage-errors.ts";

/** Milliseconds that an answer of the registry is used for: the longest that a disabled client still gets in. */
const CACHE_MS = 60_000;

/** A company's serial: no `#`, so that the first two `#` of a list's key split it without doubt. */
export const companySerial = singleLine(1, 128).check(
  z.refine((serial) => !serial.includes("#"), "must not contain #"),
);

/** A row of the clients table: which company the OAuth client reads for, and whether it still may. */
export const client = z.object({
  clientID: singleLine(1, 256),
  companySerial,
  enabled: z.boolean(),
  label: singleLine(0, 300),
});
export type Client = z.output<typeof client>;

export type ClientRegistry = {
  /**
   * @param signal stops a look-up whose request is out of time, so that the next request does not wait for it
   * @returns the client's row, at most 60 seconds old, or `undefined` if there is none
   * @throws {ApiError} `unavailable`, or `storedRecordNotValid`
   */
  find(clientID: string, signal?: AbortSignal): Promise<Client | undefined>;
};

/** Strongly consistent, so that a row's age counts from this read and not from a replica that is behind. */
const clientInput = (table: string, clientID: string): GetItemCommandInput => ({
  TableName: table,
  Key: { clientID: { S: clientID } },
  ConsistentRead: true,
});

/** The registry with its cache, one for each instance: an entry for each client that sent a valid token. */
export const createClientRegistry = (dynamodb: DynamoDBClient, table: string): ClientRegistry => {
  const cache = new Map<string, { readAt: Moment; row: Promise<Client | undefined> }>();

  const read = async (clientID: string, signal?: AbortSignal): Promise<Client | undefined> => {
    const command = new GetItemCommand(clientInput(table, clientID));
    const look = (abortSignal: AbortSignal) => dynamodb.send(command, { abortSignal });
    const { Item } = await withinBudget(look, signal).catch(throwStorageError);
    if (!Item) return undefined;
    const row = z.safeParse(client, unmarshall(Item, { wrapNumbers: Number }));
    if (!row.success) throw new ApiError("storedRecordNotValid", { diagnosis: { reason: "client" } });
    return row.data;
  };

  return {
    find(clientID, signal) {
      const known = cache.get(clientID);
      if (known && ageOf(known.readAt) < CACHE_MS) return known.row;
      const row = read(clientID, signal);
      cache.set(clientID, { readAt: moment(), row });
      row.catch(() => cache.delete(clientID));
      return row;
    },
  };
};
