import type { TransactWriteItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type HasSerial, type ListName, listKey } from "../../functions/shared/store/lists.ts";
import type { ListState, Step } from "./plans.ts";

/**
 * One step as a transaction: the header with its new total and version, on condition of the version that was read, and
 * with it the step's puts and deletes, each on condition that the assignment that was read still stands there: a
 * `Query` beside another writer's transaction may show its header and not yet all of its items.
 */
export const stepInput = <Assignment extends HasSerial>(
  table: string,
  list: ListName,
  { version, records }: ListState<Assignment>,
  { puts, deletes, total }: Step<Assignment>,
  newVersion: string,
): TransactWriteItemsCommandInput => {
  const key = (position: number) => ({ listKey: listKey(list), position });
  const unchanged = (position: number) => {
    const read = records[position - 1];
    return read ? equals("assignedCourseSerial", read.assignedCourseSerial) : {};
  };
  const header = {
    TableName: table,
    Item: marshall({ ...key(0), total, version: newVersion }),
    ...(version === undefined ? { ConditionExpression: "attribute_not_exists(listKey)" } : equals("version", version)),
  };
  return {
    // The new version names the step, so the SDK's retry after a lost answer is the same request and not a second one.
    ClientRequestToken: newVersion,
    TransactItems: [
      { Put: header },
      ...puts.map(({ position, record }) => ({
        Put: { TableName: table, Item: marshall({ ...key(position), ...record }), ...unchanged(position) },
      })),
      ...deletes.map((position) => ({
        Delete: { TableName: table, Key: marshall(key(position)), ...unchanged(position) },
      })),
    ],
  };
};

const equals = (attribute: string, value: string) => ({
  ConditionExpression: `${attribute} = :read`,
  ExpressionAttributeValues: { ":read": { S: value } },
});
