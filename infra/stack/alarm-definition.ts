import { Duration } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Data } from "./data.ts";
import type { FunctionName } from "./functions.ts";
import type { ServiceFunction } from "./service-function.ts";

/** The resources whose metrics the alarms and the dashboard use. */
export type Monitored = {
  readonly stage: HttpStage;
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  readonly data: Data;
};

export type AlarmDefinition = {
  /** For the person on call; `infra/OPERATIONS.md` says what to do first. */
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm goes off if the metric is above this value, … */
  readonly threshold: number;
  /** … or below it, … */
  readonly isBelow?: true;
  /** … for this number of consecutive periods. */
  readonly periods: number;
  /** Callers notice: the alarm also sets off `Unhealthy`. */
  readonly isFelt?: true;
  /** The alarm rolls back a new version. */
  readonly rollsBack?: true;
};

export const MINUTE = Duration.minutes(1);
export const FIVE_MINUTES = Duration.minutes(5);
