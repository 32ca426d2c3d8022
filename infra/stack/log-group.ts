import { RemovalPolicy } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** A log group with the stage's retention, kept when the stack is deleted except in `dev`. */
export const createLogGroup = (
  scope: Construct,
  id: string,
  { logRetentionDays, stage, kmsKeyArn }: Settings,
): LogGroup =>
  new LogGroup(scope, id, {
    retention: logRetentionDays,
    // Without one, CloudWatch Logs encrypts with a key of its own.
    ...(kmsKeyArn && { encryptionKey: Key.fromKeyArn(scope, `${id}Key`, kmsKeyArn) }),
    removalPolicy: stage === "dev" ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
