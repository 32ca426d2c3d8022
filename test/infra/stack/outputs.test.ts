import { describe, expect, it } from "vitest";
import { outputs } from "../../../infra/stack/outputs.ts";
import { only, synthesize, targetOf } from "../../support/stack.ts";
import { at, DOMAIN, EXTERNAL_PROVIDER } from "../../support/stack-parts.ts";

const stack = synthesize();
const outputOf = (name: keyof typeof outputs, of = stack) => of.outputs[outputs[name]];
const resourceOf = (name: keyof typeof outputs) =>
  stack.find(targetOf(stack.unresolvedOutputs[outputs[name]]?.["Value"])).id;

describe("the outputs", () => {
  it("name the tables and the user pool", () => {
    expect(resourceOf("assignmentsTable")).toBe(at(stack, "AWS::DynamoDB::GlobalTable", "Assignments").id);
    expect(resourceOf("clientsTable")).toBe(at(stack, "AWS::DynamoDB::GlobalTable", "Clients").id);
    expect(resourceOf("userPool")).toBe(only(stack.ofType("AWS::Cognito::UserPool")).id);
  });

  it("give the URL of the API and of its token endpoint", () => {
    const { id } = only(stack.ofType("AWS::ApiGatewayV2::Api"));
    expect(stack.unresolvedOutputs[outputs.apiUrl]).toEqual({ Value: { "Fn::GetAtt": [id, "ApiEndpoint"] } });
    expect(outputOf("tokenUrl")).toBe(`${outputOf("apiUrl")}/oauth/token`);
  });

  it("give the custom domain's URLs if there is one", () => {
    const withDomain = synthesize(DOMAIN);
    expect(outputOf("apiUrl", withDomain)).toBe("https://api.example.com");
    expect(outputOf("tokenUrl", withDomain)).toBe("https://api.example.com/oauth/token");
  });

  it("give the scope that clients need, of the user pool or of the external provider", () => {
    expect(outputOf("scope")).toBe("ruangkerja/webinar.read");
    expect(outputOf("scope", synthesize(EXTERNAL_PROVIDER))).toBe(EXTERNAL_PROVIDER.scope);
  });

  it("link to the dashboard", () => {
    const name = stack.resolve({ Ref: only(stack.ofType("AWS::CloudWatch::Dashboard")).id });
    expect(outputOf("dashboard")).toBe(
      `https://ap-southeast-3.console.aws.amazon.com/cloudwatch/home?region=ap-southeast-3#dashboards:name=${name}`,
    );
  });
});
