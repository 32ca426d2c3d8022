import {
  Alarm,
  AlarmRule,
  type CfnCompositeAlarm,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { Monitored } from "./alarm-definition.ts";
import { alarmDefinitions } from "./alarm-table.ts";
import { alarmTopic } from "./alarm-topic.ts";
import type { Settings } from "./settings.ts";

/** The alarms of `alarm-table.ts`, the one that sums them up, and the SNS topic that they notify. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  readonly alarms: Readonly<Record<string, Alarm>>;
  /** Is on while one of the alarms is on that callers notice: the one alarm that a pager needs. */
  readonly unhealthy: CompositeAlarm;
  /** The alarms that roll back a new version. */
  readonly rolloutAlarms: readonly IAlarm[];

  constructor(scope: Construct, id: string, { settings, monitored }: { settings: Settings; monitored: Monitored }) {
    super(scope, id);
    this.topic = alarmTopic(this, settings);
    const action = new SnsAction(this.topic);
    const created = Object.entries(alarmDefinitions(settings, monitored)).map(([name, definition]) => {
      const { description, metric, threshold, isBelow = false, periods } = definition;
      const alarm = new Alarm(this, name, {
        alarmDescription: description,
        metric,
        threshold,
        evaluationPeriods: periods,
        comparisonOperator: isBelow
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_THRESHOLD,
        // No traffic is not an error.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      return { name, definition, alarm };
    });
    const alarmsThat = (is: "isFelt" | "rollsBack") =>
      created.flatMap(({ definition, alarm }) => (definition[is] ? [alarm] : []));

    this.unhealthy = new CompositeAlarm(this, "Unhealthy", {
      alarmDescription: "Callers get errors or wait: at least one of the alarms that say so is on.",
      alarmRule: AlarmRule.anyOf(...alarmsThat("isFelt")),
    });
    // CloudFormation makes the names of the others, too.
    (this.unhealthy.node.defaultChild as CfnCompositeAlarm).addPropertyDeletionOverride("AlarmName");
    for (const alarm of [...created.map(({ alarm }) => alarm), this.unhealthy]) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    this.alarms = Object.fromEntries(created.map(({ name, alarm }) => [name, alarm]));
    this.rolloutAlarms = alarmsThat("rollsBack");
  }
}
