import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { outputs } from "../../stack/outputs.ts";
import { CommandError } from "../terminal/command.ts";

type OutputKey = (typeof outputs)[keyof typeof outputs];

export type StackOutputs = {
  /** @throws {CommandError} if the stack has no such output */
  value(key: OutputKey): string;
  /** The same for an output that not every stack has. */
  optional(key: OutputKey): string | undefined;
};

/**
 * @param region that of the environment or the profile unless given
 * @param instead the option that makes the look-up unnecessary, as the messages name it (`the table's name: --table
 *   NAME`)
 * @throws {CommandError} if there is no such stack, or CloudFormation cannot be reached; `describeFailure` describes
 *   the
 *   other errors
 */
export const readStackOutputs = async (
  stack: string,
  region: string | undefined,
  instead?: string,
): Promise<StackOutputs> => {
  const cloudFormation = new CloudFormationClient({
    ...(region && { region }),
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  try {
    const place = await cloudFormation.config.region();
    const { Stacks } = await cloudFormation
      .send(new DescribeStacksCommand({ StackName: stack }))
      .catch((error: unknown) => {
        throw explain(error, stack, place, instead);
      });
    const optional = (key: OutputKey) =>
      Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue || undefined;
    return {
      optional,
      value: (key) => {
        const found = optional(key);
        if (found !== undefined) return found;
        const fix = instead ? `Give ${instead}.` : "Is it this API's? Give another --stack or --region.";
        throw new CommandError(`The stack ${stack} in ${place} has no output ${key}. ${fix}`);
      },
    };
  } finally {
    cloudFormation.destroy();
  }
};

/** As `readStackOutputs`, for the name of the assignments table. */
export const assignmentsTableOf = async (stack: string, region: string | undefined): Promise<string> =>
  (await readStackOutputs(stack, region, "the table's name: --table NAME")).value(outputs.assignmentsTable);

const explain = (error: unknown, stack: string, place: string, instead: string | undefined): unknown => {
  if (error instanceof CloudFormationServiceException && error.name === "ValidationError") {
    const fix = instead ? `Give another --stack or --region, or ${instead}.` : "Give another --stack or --region.";
    return new CommandError(`There is no stack ${stack} in ${place}. ${fix}`);
  }
  const cause = unreachable(error);
  if (cause === undefined) return error;
  return new CommandError(
    `CloudFormation in ${place} could not be asked for the stack's outputs (${cause}). ` +
      `Try again${instead ? `, or give ${instead}` : ""}.`,
  );
};

/** @returns why CloudFormation did not answer, if it did not */
const unreachable = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof CloudFormationServiceException) {
    const later = error.name === "Throttling" || (error.$metadata.httpStatusCode ?? 0) >= 500;
    return later ? error.name : undefined;
  }
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name === "TimeoutError" ? error.name : undefined;
};
