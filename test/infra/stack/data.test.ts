import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type TableKey, tables } from "../../../functions/shared/store/tables.ts";
import { HOME, only, type Synthesized, synthesize } from "../../support/stack.ts";
import { at, EXTERNAL_PROVIDER, pathOf } from "../../support/stack-parts.ts";

const tableNames = { Assignments: tables.assignments, Clients: tables.clients } as const;
const TABLE = "AWS::DynamoDB::GlobalTable";
const replicas = z.array(z.looseObject({ Region: z.string() }));
const replicasOf = (stack: Synthesized, name: string) => z.parse(replicas, at(stack, TABLE, name).values["Replicas"]);

const attributesOf = ({ partitionKey, sortKey }: Pick<TableKey, "partitionKey" | "sortKey">) => [
  partitionKey,
  ...(sortKey ? [sortKey] : []),
];

it("the stack has exactly the tables of tables.ts", () => {
  expect(synthesize().ofType(TABLE).map(pathOf)).toEqual(Object.keys(tableNames));
  expect(Object.values(tableNames)).toEqual(Object.values(tables));
});

describe.each(Object.entries(tableNames))("the table %s", (name, key) => {
  const stack = synthesize();
  const table = at(stack, TABLE, name);

  it("has the keys, the index and the expiry of tables.ts, and no more", () => {
    const { index, expiry } = key as TableKey;
    const attributes = [...attributesOf(key), ...(index ? attributesOf(index) : [])];
    const schemaOf = (key: Pick<TableKey, "partitionKey" | "sortKey">) =>
      attributesOf(key).map(({ name }, at) => ({ AttributeName: name, KeyType: at ? "RANGE" : "HASH" }));
    expect(table.values).toMatchObject({
      AttributeDefinitions: attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: schemaOf(key),
    });
    expect(table.values["GlobalSecondaryIndexes"]).toEqual(
      index && [
        {
          IndexName: index.name,
          KeySchema: schemaOf(index),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: index.attributes },
        },
      ],
    );
    expect(table.values["TimeToLiveSpecification"]).toEqual(expiry && { AttributeName: expiry, Enabled: true });
    expect(table.values).not.toHaveProperty("LocalSecondaryIndexes");
  });

  it("is on demand, and encrypted with a key of the account", () => {
    expect(table.values).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
    });
  });

  it("is retained when its stack is deleted, and protected against deletion", () => {
    expect(table).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    expect(replicasOf(stack, name)).toMatchObject([
      {
        Region: HOME,
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    ]);
  });

  it("is deleted with its stack in the stage dev, and still has point-in-time recovery", () => {
    const dev = synthesize({ stage: "dev" });
    expect(at(dev, TABLE, name)).toMatchObject({ DeletionPolicy: "Delete", UpdateReplacePolicy: "Delete" });
    expect(only(replicasOf(dev, name))).toMatchObject({
      DeletionProtectionEnabled: false,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it("has a replica in each configured region, with the same protection and recovery", () => {
    const made = replicasOf(synthesize({ replicaRegions: "eu-west-1,us-east-1" }), name);
    expect(made.map(({ Region }) => Region).sort()).toEqual([HOME, "eu-west-1", "us-east-1"]);
    for (const replica of made) {
      expect(replica).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  it("has maximum request units in every region only if they are configured", () => {
    const limited = synthesize({ maxReadUnits: "300", maxWriteUnits: "40", replicaRegions: "eu-west-1" });
    expect(at(limited, TABLE, name).values["WriteOnDemandThroughputSettings"]).toEqual({ MaxWriteRequestUnits: 40 });
    for (const replica of replicasOf(limited, name)) {
      expect(replica["ReadOnDemandThroughputSettings"]).toEqual({ MaxReadRequestUnits: 300 });
    }
    expect(table.values).not.toHaveProperty("WriteOnDemandThroughputSettings");
    expect(only(replicasOf(stack, name))).not.toHaveProperty("ReadOnDemandThroughputSettings");
  });
});

describe("the user pool", () => {
  const stack = synthesize();
  const pool = only(stack.ofType("AWS::Cognito::UserPool"));

  it("lets nobody sign up, and has threat protection", () => {
    expect(pool.values).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserPoolTier: "PLUS",
      UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
      MfaConfiguration: "ON",
    });
  });

  it("is retained and protected, except in the stage dev", () => {
    expect(pool).toMatchObject({ DeletionPolicy: "Retain", values: { DeletionProtection: "ACTIVE" } });
    const dev = only(synthesize({ stage: "dev" }).ofType("AWS::Cognito::UserPool"));
    expect(dev).toMatchObject({ DeletionPolicy: "Delete", values: { DeletionProtection: "INACTIVE" } });
  });

  it("has a resource server with the scope that the functions require", () => {
    const { values } = only(stack.ofType("AWS::Cognito::UserPoolResourceServer"));
    const { Identifier, Scopes } = z.parse(
      z.object({ Identifier: z.string(), Scopes: z.array(z.object({ ScopeName: z.string() })) }),
      values,
    );
    const scope = `${Identifier}/${only(Scopes).ScopeName}`;
    expect(scope).toBe(stack.outputs["Scope"]);
    for (const name of ["WebinarActivity", "OAuthToken"]) {
      const { values } = at(stack, "AWS::Lambda::Function", `${name}/Function`);
      expect(values["Environment"]).toHaveProperty("Variables.TOKEN_SCOPE", scope);
    }
  });

  it("has a domain prefix from the stack's ID, so that no two stages have the same", () => {
    const domain = only(stack.ofType("AWS::Cognito::UserPoolDomain"));
    expect(domain.values["Domain"]).toMatch(/^webinar-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(JSON.stringify(domain.Properties["Domain"])).toContain('{"Ref":"AWS::StackId"}');
  });

  it("does not exist with an external provider", () => {
    const { resources, outputs } = synthesize(EXTERNAL_PROVIDER);
    expect(Object.values(resources).filter(({ Type }) => Type.startsWith("AWS::Cognito::"))).toEqual([]);
    expect(outputs).not.toHaveProperty("UserPoolId");
  });
});
