import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  ResourceNotFoundException,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { type Client, client } from "../../../functions/shared/auth/client-registry.ts";
import { storageError } from "../../../functions/shared/store/storage-errors.ts";
import { CommandError } from "../terminal/command.ts";

/** A stored row; of one that is not valid only the ID is known. */
export type StoredRow =
  | { readonly clientID: string; readonly row: Client; readonly problems: readonly [] }
  | { readonly clientID: string; readonly row: undefined; readonly problems: readonly string[] };

export type Rows = {
  find(clientID: string): Promise<StoredRow | undefined>;
  /** Every row, in no order. */
  all(): Promise<StoredRow[]>;
  /**
   * Adds a row unless there is one with that ID. One with the same contents is fine, so that a retry after a lost
   * answer succeeds.
   *
   * @returns `false`, and nothing is written, if there is a row with other contents
   */
  add(row: Client): Promise<boolean>;
  /** @returns the changed row, or `undefined` if there is none */
  setEnabled(clientID: string, enabled: boolean): Promise<StoredRow | undefined>;
  remove(clientID: string): Promise<void>;
  /** Removes the row unless it has other contents. */
  removeSame(row: Client): Promise<void>;
};

const SAME = "companySerial = :companySerial AND #label = :label AND #enabled = :enabled";

/** The condition that there is no row with this one's ID, or this very row. */
const noneOrSame = ({ companySerial, label, enabled }: Client) => ({
  ConditionExpression: `attribute_not_exists(clientID) OR (${SAME})`,
  ExpressionAttributeNames: { "#label": "label", "#enabled": "enabled" },
  ExpressionAttributeValues: marshall({ ":companySerial": companySerial, ":label": label, ":enabled": enabled }),
});

/**
 * The clients table for the commands that write it. Every call can safely be sent again, as the SDK does.
 *
 * @param unreachable describes the failure of an endpoint that does not answer, if it can better than code 160 does
 */
export const createRows = (
  dynamodb: DynamoDBClient,
  table: string,
  unreachable: (error: unknown) => CommandError | undefined = () => undefined,
): Rows => {
  const failed = (error: unknown): never => {
    if (error instanceof ResourceNotFoundException) {
      throw new CommandError(`There is no table ${table}. Give another --stack, --region or --endpoint.`);
    }
    throw unreachable(error) ?? storageError(error);
  };
  /** @returns whether the condition held */
  const conditional = (sent: Promise<unknown>): Promise<boolean> =>
    sent.then(
      () => true,
      (error: unknown) => (error instanceof ConditionalCheckFailedException ? false : failed(error)),
    );
  const keyOf = (clientID: string) => ({ TableName: table, Key: { clientID: { S: clientID } } });

  return {
    async find(clientID) {
      const command = new GetItemCommand({ ...keyOf(clientID), ConsistentRead: true });
      const { Item } = await dynamodb.send(command).catch(failed);
      return Item && stored(unmarshall(Item));
    },
    async all() {
      const rows: StoredRow[] = [];
      try {
        for await (const page of paginateScan({ client: dynamodb }, { TableName: table, ConsistentRead: true })) {
          for (const item of page.Items ?? []) rows.push(stored(unmarshall(item)));
        }
      } catch (error) {
        return failed(error);
      }
      return rows;
    },
    add: (row) =>
      conditional(dynamodb.send(new PutItemCommand({ TableName: table, Item: marshall(row), ...noneOrSame(row) }))),
    async setEnabled(clientID, enabled) {
      const command = new UpdateItemCommand({
        ...keyOf(clientID),
        UpdateExpression: "SET #enabled = :enabled",
        ConditionExpression: "attribute_exists(clientID)",
        ExpressionAttributeNames: { "#enabled": "enabled" },
        ExpressionAttributeValues: marshall({ ":enabled": enabled }),
        ReturnValues: "ALL_NEW",
      });
      try {
        const { Attributes } = await dynamodb.send(command);
        return stored(unmarshall(Attributes ?? {}));
      } catch (error) {
        return error instanceof ConditionalCheckFailedException ? undefined : failed(error);
      }
    },
    async remove(clientID) {
      await dynamodb.send(new DeleteItemCommand(keyOf(clientID))).catch(failed);
    },
    async removeSame(row) {
      await conditional(dynamodb.send(new DeleteItemCommand({ ...keyOf(row.clientID), ...noneOrSame(row) })));
    },
  };
};

const stored = (item: Record<string, unknown>): StoredRow => {
  const { data, error } = z.safeParse(client, item);
  const clientID = String(item["clientID"]);
  if (data) return { clientID, row: data, problems: [] };
  const problems = error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  return { clientID, row: undefined, problems: [...new Set(problems)] };
};
