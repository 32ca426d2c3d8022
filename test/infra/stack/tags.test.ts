import { describe, expect, it } from "vitest";
import { HOME, synthesize } from "../../support/stack.ts";
import { DOMAIN } from "../../support/stack-parts.ts";

/** Types of the stack that CloudFormation cannot tag, and the dashboard, whose tags not every region knows. */
const WITHOUT_TAGS = [
  "AWS::ApiGatewayV2::ApiMapping",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::CloudWatch::Dashboard",
  "AWS::Cognito::UserPoolDomain",
  "AWS::Cognito::UserPoolResourceServer",
  "AWS::IAM::Policy",
  "AWS::Lambda::Alias",
  "AWS::Lambda::Permission",
  "AWS::Lambda::Version",
  "AWS::Logs::MetricFilter",
  "AWS::Route53::RecordSet",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
];

describe("the tags of the context", () => {
  const replicaRegions = "eu-west-1";
  const context = {
    ...DOMAIN,
    replicaRegions,
    tracing: "on",
    alarmEmail: "ops@example.com",
    tags: "team=hr, cost-center=42",
  };
  const { resources } = synthesize(context);
  const tagged = Object.values(resources).filter(({ Type }) => !WITHOUT_TAGS.includes(Type));

  it("are on every resource that can have them", () => {
    expect(tagged.length).toBeGreaterThan(30);
    for (const { Type, Properties } of tagged) {
      for (const text of ["team", "hr", "cost-center", "42"])
        expect(JSON.stringify(Properties), Type).toContain(`"${text}"`);
    }
  });

  it("are on a table in each region", () => {
    for (const { Type, Properties } of tagged.filter(({ Type }) => Type === "AWS::DynamoDB::GlobalTable")) {
      const regions = [HOME, replicaRegions].map((Region) =>
        expect.objectContaining({ Region, Tags: expect.arrayContaining([{ Key: "team", Value: "hr" }]) }),
      );
      expect(Properties["Replicas"], Type).toEqual(expect.arrayContaining(regions));
    }
  });

  it("are none by default", () => {
    expect(JSON.stringify(synthesize().resources)).not.toMatch(/"\w*Tags":/);
  });
});
