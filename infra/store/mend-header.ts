import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type ListName, listKey } from "../../functions/shared/store/lists.ts";
import { markerOf } from "../../functions/shared/store/markers.ts";
import { throwStorageError } from "../../functions/shared/store/storage-errors.ts";
import { COMMIT_MS, type Retry } from "./commit.ts";
import { startAttempt } from "./commit-time.ts";

/**
 * Gives the header of an employee's list a marker. The version is renewed too: a writer that has read the list then loses
 * its race, so that its marker comes after this one.
 *
 * @param version the header's, as it was read
 * @returns whether it did: not where a writer has changed the list since, and so given it one
 */
export type MendHeader = (list: ListName, version: string) => Promise<boolean>;

/** For headers from before there was a feed of changes. */
export const createMendHeader =
  (dynamodb: DynamoDBClient, table: string, retry: Retry): MendHeader =>
  async (list, version) => {
    const attempt = () => {
      const { startedAt, optionsFor } = startAttempt(dynamodb, Date.now, COMMIT_MS);
      const command = new UpdateItemCommand(mendInput(table, list, version, startedAt));
      return dynamodb.send(command, optionsFor(command));
    };
    try {
      await retry(() => attempt().catch(throwStorageError));
      return true;
    } catch (error) {
      // Also where an earlier attempt was carried out, and its answer lost.
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

const mendInput = (table: string, list: ListName, version: string, changedAt: number) => ({
  TableName: table,
  Key: { listKey: { S: listKey(list) }, position: { N: "0" } },
  UpdateExpression: "SET #version = :version, #changes = :changes, #changed = :changed",
  ConditionExpression: "#version = :read AND attribute_not_exists(#changes)",
  ExpressionAttributeNames: { "#version": "version", "#changes": "changes", "#changed": "changed" },
  ExpressionAttributeValues: marshall(
    Object.fromEntries(
      Object.entries({ read: version, version: randomUUID(), ...markerOf(list, changedAt) }).map(([name, value]) => [
        `:${name}`,
        value,
      ]),
    ),
  ),
});
