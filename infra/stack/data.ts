import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { type KeyAttribute, type TableIndex, type TableKey, tables } from "../../functions/shared/store/tables.ts";
import type { Settings } from "./settings.ts";

export type Data = { readonly assignments: TableV2; readonly clients: TableV2 };

/** Whether a stage's data is kept when its stack is deleted. */
const isRetained = ({ stage }: Settings): boolean => stage !== "dev";

/** Both tables: on demand, encrypted, restorable to any second of the last 35 days, and retained except in `dev`. */
export const createData = (scope: Construct, settings: Settings): Data => {
  const table = (id: string, key: TableKey) =>
    new TableV2(scope, id, {
      ...keyOf(key),
      ...(key.index && { globalSecondaryIndexes: [indexOf(key.index)] }),
      ...(key.expiry && { timeToLiveAttribute: key.expiry }),
      billing: Billing.onDemand({
        ...(settings.maxReadUnits && { maxReadRequestUnits: settings.maxReadUnits }),
        ...(settings.maxWriteUnits && { maxWriteRequestUnits: settings.maxWriteUnits }),
      }),
      // The AWS managed key of the account: CloudTrail records its use.
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isRetained(settings),
      removalPolicy: isRetained(settings) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      replicas: (settings.replicaRegions ?? []).map((region) => ({ region })),
    });
  return { assignments: table("Assignments", tables.assignments), clients: table("Clients", tables.clients) };
};

const indexOf = (index: TableIndex): GlobalSecondaryIndexPropsV2 => ({
  indexName: index.name,
  ...keyOf(index),
  projectionType: ProjectionType.INCLUDE,
  nonKeyAttributes: [...index.attributes],
});

const keyOf = ({ partitionKey, sortKey }: Pick<TableKey, "partitionKey" | "sortKey">) => ({
  partitionKey: attribute(partitionKey),
  ...(sortKey && { sortKey: attribute(sortKey) }),
});

const attribute = ({ name, type }: KeyAttribute) => ({
  name,
  type: type === "S" ? AttributeType.STRING : AttributeType.NUMBER,
});
