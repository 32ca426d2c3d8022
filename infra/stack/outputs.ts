/** The stage that is deployed unless `-c stage=…` names another. */
export const defaultStage = "prod";

/** The stack's name; each stage has a stack of its own. */
export const stackNameOf = (stage: string): string => `RuangkerjaWebinarActivity-${stage}`;

/** The CloudFormation stack that commands look up unless told otherwise. */
export const stackName = stackNameOf(defaultStage);

/** The stack's outputs: what the commands read, and what a person wants to know after a deployment. */
export const outputs = {
  apiUrl: "ApiUrl",
  tokenUrl: "TokenUrl",
  assignmentsTable: "AssignmentsTable",
  clientsTable: "ClientsTable",
  /** Only where the stack made a Cognito user pool. */
  userPool: "UserPoolId",
  /** The scope that clients are given and tokens must have, as `<resource server>/<scope>`. */
  scope: "Scope",
  dashboard: "DashboardUrl",
} as const;
