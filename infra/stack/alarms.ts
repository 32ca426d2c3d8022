import { Aws } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { alarmsOf, type Watched } from "./alarm-table.ts";
import type { Settings } from "./settings.ts";

const ROLLOUT = new Set(["ServerErrors", "Latency", "FunctionErrors"]);

/** The alarms of `alarm-table.ts`, and the topic that tells of them. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly alarms: Readonly<Record<string, Alarm>>;
  /** Those by which a new version is judged. */
  readonly ofRollout: readonly Alarm[];

  constructor(scope: Construct, id: string, { settings, watched }: { settings: Settings; watched: Watched }) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { enforceSSL: true });
    // A topic with a policy of its own loses the one by which CloudWatch could publish to it.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
    if (settings.alarmEmail) this.topic.addSubscription(new EmailSubscription(settings.alarmEmail));
    const action = new SnsAction(this.topic);
    const made = Object.entries(alarmsOf(settings, watched)).map(([name, definition]) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: definition.description,
        metric: definition.metric,
        threshold: definition.threshold,
        evaluationPeriods: definition.periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        // No traffic is no fault.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return [name, alarm] as const;
    });
    this.alarms = Object.fromEntries(made);
    this.ofRollout = made.flatMap(([name, alarm]) => (ROLLOUT.has(name) ? [alarm] : []));
  }
}
