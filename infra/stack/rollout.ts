import { Validations } from "aws-cdk-lib";
import type { IAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { ServiceFunction } from "./service-function.ts";

type Props = {
  readonly functions: readonly ServiceFunction[];
  /** Any of these alarms causes a rollback. */
  readonly alarms: readonly IAlarm[];
};

/** A new version gets 10 % of the calls for 5 minutes, then all. An alarm in that time rolls back to the old one. */
export class Rollout extends Construct {
  constructor(scope: Construct, id: string, { functions, alarms }: Props) {
    super(scope, id);
    const application = new LambdaApplication(this, "Application");
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
      inlinePolicies: {
        MoveAliases: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
              // Not a reference to the alias: an alias depends on its deployment group, which depends on this role.
              resources: functions.flatMap(({ lambda, aliasName }) => [
                lambda.functionArn,
                `${lambda.functionArn}:${aliasName}`,
              ]),
            }),
            new PolicyStatement({ actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "AWS's guide grants CodeDeploy DescribeAlarms on *. If a narrower permission is not enough, every update stops.",
    });
    for (const { node, alias } of functions) {
      new LambdaDeploymentGroup(this, `${node.id}Deployment`, {
        application,
        alias,
        alarms: [...alarms],
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        // CDK would add AWS's managed policy, which allows this for every function of the account.
        role: role.withoutPolicyUpdates(),
      });
    }
  }
}
