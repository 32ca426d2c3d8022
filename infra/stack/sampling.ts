import { CfnSamplingRule } from "aws-cdk-lib/aws-xray";
import type { Construct } from "constructs";
import type { ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/**
 * With `tracing` on, has X-Ray trace every request of the functions. Without a rule of its own, it takes one request a
 * second and 5 % of the others, from all functions of the account that no other rule is for.
 */
export const createSampling = (scope: Construct, settings: Settings, functions: readonly ServiceFunction[]): void => {
  if (settings.tracing !== "on") return;
  functions.forEach(({ node, lambda }, index) => {
    new CfnSamplingRule(scope, `${node.id}Sampling`, {
      samplingRule: {
        // At most 32 characters, and the only name that a rule can have.
        ruleName: `activity-${settings.stage}-${index}`,
        version: 1,
        // The lower, the earlier: before the rules that the account has for everything.
        priority: 100,
        fixedRate: 1,
        reservoirSize: 0,
        serviceName: lambda.functionName,
        serviceType: "AWS::Lambda::Function",
        resourceArn: "*",
        host: "*",
        httpMethod: "*",
        urlPath: "*",
      },
    });
  });
};
