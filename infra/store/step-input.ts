import type { TransactWriteItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { recordKeyOf } from "../../functions/shared/store/categories.ts";
import { type ListName, listKey } from "../../functions/shared/store/lists.ts";
import { headerItem, type Stamp } from "./header-item.ts";
import type { ListState, Step } from "./plans.ts";

/**
 * One step as a transaction. The header gets its new total, version and marker on condition that its version is still the one
 * that was read. Each put and delete has a condition of its own, that the record read at its position is still
 * there: a `Query` beside another writer's transaction can return the new header and some of the old items.
 */
export const stepInput = <Value extends object>(
  table: string,
  list: ListName<Value>,
  { version, records }: ListState<Value>,
  step: Step<Value>,
  stamp: Stamp,
): TransactWriteItemsCommandInput => {
  const { puts, deletes } = step;
  const key = (position: number) => ({ listKey: listKey(list), position });
  const unchanged = (position: number) => {
    const read = records[position - 1];
    return read ? equals(list.category.recordKey, recordKeyOf(list.category, read)) : {};
  };
  const header = {
    TableName: table,
    Item: marshall(headerItem(list, step, stamp)),
    ...(version === undefined
      ? { ConditionExpression: "attribute_not_exists(listKey)" }
      : equals(["version"], version)),
  };
  return {
    // The SDK's own retries have the same token, so DynamoDB does not apply the step twice.
    ClientRequestToken: stamp.version,
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

/** @param path an attribute, or the way to a field of one */
const equals = (path: readonly string[], value: string) => ({
  ConditionExpression: `${path.map((_, depth) => `#p${depth}`).join(".")} = :read`,
  // By name, since DynamoDB's reserved words cannot stand in an expression.
  ExpressionAttributeNames: Object.fromEntries(path.map((field, depth) => [`#p${depth}`, field])),
  ExpressionAttributeValues: { ":read": { S: value } },
});
