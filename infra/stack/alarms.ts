import { Aws } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { alarmDefinitions, type Monitored } from "./alarm-table.ts";
import type { Settings } from "./settings.ts";

const ROLLOUT_ALARMS = new Set(["ServerErrors", "Latency", "FunctionErrors"]);

/** The alarms of `alarm-table.ts`, and the SNS topic that they notify. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly alarms: Readonly<Record<string, Alarm>>;
  /** The alarms that roll back a new version. */
  readonly rolloutAlarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { settings, monitored }: { settings: Settings; monitored: Monitored }) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { enforceSSL: true });
    // A topic policy replaces the default one, which lets CloudWatch publish.
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
    const created = Object.entries(alarmDefinitions(settings, monitored)).map(([name, definition]) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: definition.description,
        metric: definition.metric,
        threshold: definition.threshold,
        evaluationPeriods: definition.periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        // No traffic is not an error.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return [name, alarm] as const;
    });
    this.alarms = Object.fromEntries(created);
    this.rolloutAlarms = created.flatMap(([name, alarm]) => (ROLLOUT_ALARMS.has(name) ? [alarm] : []));
  }
}
