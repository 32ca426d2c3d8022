import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { synthesize } from "../../support/stack.ts";
import { at, DOMAIN } from "../../support/stack-parts.ts";

const TABLE = "AWS::DynamoDB::GlobalTable";

/**
 * The resources of a deployed stack that hold something (data, tokens in use, an address that callers know, logs), with a
 * domain and an e-mail address: their logical IDs and the properties of which a change makes CloudFormation replace them,
 * `null` where the template has none. Taken from the template of a commit before the feed of changes and the rollout's hook.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ has these properties, as "Update requires".
 */
const before = z.parse(
  z.object({
    resources: z.array(
      z.object({ id: z.string(), type: z.string(), createOnly: z.record(z.string(), z.nullable(z.unknown())) }),
    ),
  }),
  JSON.parse(readFileSync(join(import.meta.dirname, "../../support/fixtures/deployed-before.json"), "utf8")),
);

describe("an update of a stack that was deployed before rollouts had a hook", () => {
  const { resources } = synthesize({ ...DOMAIN, alarmEmail: "ops@example.com" });

  it("is of everything that holds something", () => {
    expect(new Set(before.resources.map(({ type }) => type)).size).toBeGreaterThan(10);
    expect(before.resources.filter(({ type }) => type === TABLE)).toHaveLength(2);
    expect(before.resources.map(({ type }) => type)).toContain("AWS::Cognito::UserPool");
  });

  it.each(before.resources)("keeps $id, a $type", ({ id, type, createOnly }) => {
    const found = resources[id];
    expect(found?.Type).toBe(type);
    const now = Object.fromEntries(Object.keys(createOnly).map((name) => [name, found?.Properties[name] ?? null]));
    expect(now).toEqual(createOnly);
  });
});

/**
 * The assignments table of a deployment from before the feed of changes, by its logical ID and the properties of which a
 * change makes CloudFormation replace the table.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
 */
const BEFORE = {
  id: "Assignments2829F03C",
  KeySchema: [
    { AttributeName: "listKey", KeyType: "HASH" },
    { AttributeName: "position", KeyType: "RANGE" },
  ],
  LocalSecondaryIndexes: undefined,
  TableName: undefined,
};

describe("an update of a deployed stack", () => {
  const { id, Properties } = at(synthesize(), TABLE, "Assignments");

  it("keeps the assignments table: its ID and all that would replace it are the same", () => {
    const { KeySchema, LocalSecondaryIndexes, TableName } = Properties;
    expect({ id, KeySchema, LocalSecondaryIndexes, TableName }).toEqual(BEFORE);
  });

  it("adds one index, as many as one update of a table may", () => {
    expect(Properties["GlobalSecondaryIndexes"]).toHaveLength(1);
  });
});
