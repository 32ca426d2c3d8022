/** The stage that is deployed unless `-c stage=…` names another. */
export const defaultStage = "prod";

/** The name of a stage's stack. */
export const stackNameOf = (stage: string): string => `RuangkerjaWebinarActivity-${stage}`;

/** The CloudFormation stack that commands look up by default. */
export const stackName = stackNameOf(defaultStage);

/** The stack's outputs: the commands read some of them, `cdk deploy` prints all. */
export const outputs = {
  apiUrl: "ApiUrl",
  tokenUrl: "TokenUrl",
  assignmentsTable: "AssignmentsTable",
  clientsTable: "ClientsTable",
  /** Only if the stack has a Cognito user pool. */
  userPool: "UserPoolId",
  /** The scope that clients get and tokens must have; with Cognito, `<resource server>/<scope>`. */
  scope: "Scope",
  dashboard: "DashboardUrl",
  /** The topic that gets every alarm. */
  alarmTopic: "AlarmTopicArn",
  /** The name of the alarm for a pager. */
  unhealthy: "UnhealthyAlarm",
} as const;
