import { Aws, Validations } from "aws-cdk-lib";
import type { IAlarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { ServiceFunction } from "./service-function.ts";

type Props = {
  readonly functions: readonly ServiceFunction[];
  /** Any of these alarms causes a rollback. */
  readonly alarms: readonly IAlarm[];
  /** Whether the update goes on while an alarm is on. */
  readonly ignoreAlarms: boolean;
  /** Makes the function that is called before the first call of a new version. */
  readonly createHook: (application: LambdaApplication) => LambdaFunction;
};

/** A new version is asked by the hook; if it answers well, it gets 10 % of the calls for 5 minutes, then all. An alarm in that time rolls back to the old one. */
export class Rollout extends Construct {
  constructor(scope: Construct, id: string, { functions, alarms, ignoreAlarms, createHook }: Props) {
    super(scope, id);
    const application = new LambdaApplication(this, "Application");
    const hook = createHook(application);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("codedeploy.amazonaws.com", {
        // So that nobody can have CodeDeploy use this role for another account's deployment.
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
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
            new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [hook.functionArn] }),
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
        ignoreAlarmConfiguration: ignoreAlarms,
        preHook: hook as IFunction,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        // CDK would add AWS's managed policy, which allows this for every function of the account.
        role: role.withoutPolicyUpdates(),
      });
    }
  }
}
