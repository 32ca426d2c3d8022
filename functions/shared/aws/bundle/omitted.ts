import { awsEnvironment } from "../../environment.ts";

/**
 * In the bundle these replace parts of the SDK that a function which reads two tables never calls:
 * `@aws-sdk/credential-provider-node`, `@aws-sdk/middleware-endpoint-discovery` and `@smithy/core/event-streams`.
 */

/** Of all the places where credentials can be, Lambda uses the environment. */
export const defaultProvider = () => async () => awsEnvironment().credentials();

/** DynamoDB's endpoints follow from the region; they are asked for only by clients of Timestream. */
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  default: undefined,
};

/** No answer of `GetItem` and `Query` is an event stream. */
export const EventStreamSerde = undefined;
export const eventStreamSerdeProvider = undefined;
