import { describe, expect, it } from "vitest";
import { ACCOUNT } from "../../support/intrinsics.ts";
import { resourcePolicySimulator } from "../../support/policies.ts";
import { only, synthesize, targetOf } from "../../support/stack.ts";

const stack = synthesize();
const topic = only(stack.ofType("AWS::SNS::Topic"));
const topicArn = String(stack.resolve({ Ref: topic.id }));

describe("the alarms' topic", () => {
  const policy = only(stack.ofType("AWS::SNS::TopicPolicy"));
  const may = resourcePolicySimulator(policy.values["PolicyDocument"], topicArn);
  const tls = { "aws:SecureTransport": "true" };

  it("lets CloudWatch publish for this account's alarms, and no other service or account", async () => {
    expect(policy.Properties["Topics"]).toEqual([{ Ref: topic.id }]);
    expect(await may("cloudwatch.amazonaws.com", "sns:Publish", { ...tls, "aws:SourceAccount": ACCOUNT })).toBe(true);
    expect(await may("cloudwatch.amazonaws.com", "sns:Publish", { ...tls, "aws:SourceAccount": "999999999999" })).toBe(
      false,
    );
    expect(await may("events.amazonaws.com", "sns:Publish", { ...tls, "aws:SourceAccount": ACCOUNT })).toBe(false);
  });

  it("denies plain HTTP to everybody", async () => {
    const administrator = `arn:aws:iam::${ACCOUNT}:role/administrator`;
    expect(await may(administrator, "sns:Publish", tls)).toBe(true);
    expect(await may(administrator, "sns:Publish", { "aws:SecureTransport": "false" })).toBe(false);
  });

  it("is encrypted with a key that CloudWatch may use for this account's alarms, and no other service or account", async () => {
    const key = only(stack.ofType("AWS::KMS::Key"));
    expect(targetOf(topic.Properties["KmsMasterKeyId"])).toBe(key.id);
    expect(key.values["EnableKeyRotation"]).toBe(true);
    const keyArn = String(stack.resolve({ "Fn::GetAtt": [key.id, "Arn"] }));
    const mayUse = resourcePolicySimulator(key.values["KeyPolicy"], keyArn);
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      const account = (id: string) => ({ "aws:SourceAccount": id });
      expect(await mayUse("cloudwatch.amazonaws.com", action, account(ACCOUNT))).toBe(true);
      expect(await mayUse("cloudwatch.amazonaws.com", action, account("999999999999"))).toBe(false);
      expect(await mayUse("events.amazonaws.com", action, account(ACCOUNT))).toBe(false);
    }
    expect(await mayUse("cloudwatch.amazonaws.com", "kms:ScheduleKeyDeletion", { "aws:SourceAccount": ACCOUNT })).toBe(
      false,
    );
  });

  it("is an existing one if its ARN is configured: then there is no topic, key or subscription here", () => {
    const alarmTopicArn = "arn:aws:sns:ap-southeast-3:123456789012:pagers";
    const existing = synthesize({ alarmTopicArn });
    for (const type of ["Topic", "TopicPolicy", "Subscription"]) {
      expect(existing.ofType(`AWS::SNS::${type}`)).toEqual([]);
    }
    expect(existing.ofType("AWS::KMS::Key")).toEqual([]);
    expect(existing.outputs["AlarmTopicArn"]).toBe(alarmTopicArn);
  });

  it("has an e-mail subscription only if an address is configured", () => {
    expect(stack.ofType("AWS::SNS::Subscription")).toEqual([]);
    const told = synthesize({ alarmEmail: "ops@example.com" });
    const subscription = only(told.ofType("AWS::SNS::Subscription"));
    expect(subscription.values).toMatchObject({ Protocol: "email", Endpoint: "ops@example.com" });
    expect(targetOf(subscription.Properties["TopicArn"])).toBe(topic.id);
  });
});
