import { Aws, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** The topic from the settings if there is one, otherwise a new, encrypted one, which only this account's alarms use. */
export const alarmTopic = (scope: Construct, { alarmTopicArn, alarmEmail }: Settings): ITopic => {
  if (alarmTopicArn) return Topic.fromTopicArn(scope, "ExistingTopic", alarmTopicArn);
  const topic = new Topic(scope, "Topic", { enforceSSL: true, masterKey: topicKey(scope) });
  // A topic policy replaces the default one, which lets CloudWatch publish.
  topic.addToResourcePolicy(fromAlarms(["sns:Publish"], topic.topicArn));
  if (alarmEmail) {
    const subscription = topic.addSubscription(new EmailSubscription(alarmEmail));
    Validations.of(subscription).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason:
        "SNS cannot see whether an e-mail arrives, so there is nothing that a queue for undelivered ones would get.",
    });
  }
  return topic;
};

/** A key of the stack's own: CloudWatch may not use AWS's key for SNS, and its alarms would be lost without a word. */
const topicKey = (scope: Construct): Key => {
  const key = new Key(scope, "TopicKey", {
    description: "The alarms on their way through SNS, which keeps none of them",
    enableKeyRotation: true,
    // Nothing that is kept is encrypted with it.
    removalPolicy: RemovalPolicy.DESTROY,
    pendingWindow: Duration.days(7),
  });
  key.addToResourcePolicy(fromAlarms(["kms:Decrypt", "kms:GenerateDataKey*"], "*"));
  return key;
};

const fromAlarms = (actions: string[], resource: string): PolicyStatement =>
  new PolicyStatement({
    principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
    actions,
    resources: [resource],
    conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
  });
