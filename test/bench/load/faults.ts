/** What the wire does to a call that a fault meets. */
export type Treatment =
  /** The service's own refusal, in its stead. */
  | { readonly status: number; readonly body: string }
  /** The connection is reset before the service is reached. */
  | "reset before"
  /** … or once it has answered, so that only the answer is lost. */
  | "reset after"
  | "half a body"
  /** A part of the answer's items is missing, as in a replica that is behind; strongly consistent reads are whole. */
  | "a hole"
  /** There is never an answer. */
  | "silence"
  /** The answer comes so many milliseconds late. */
  | { readonly late: number };

export type Fault = { readonly target: "DynamoDB" | "the provider"; readonly treatment: Treatment };

const refusal = (status: number, type: string): Treatment => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "Injected" }),
});

/** In the order in which a soak switches them on. */
export const faults = {
  throttled: { target: "DynamoDB", treatment: refusal(400, "ProvisionedThroughputExceededException") },
  "internal errors": { target: "DynamoDB", treatment: refusal(500, "InternalServerError") },
  "reset before": { target: "DynamoDB", treatment: "reset before" },
  "reset after": { target: "DynamoDB", treatment: "reset after" },
  "half a body": { target: "DynamoDB", treatment: "half a body" },
  "not JSON": { target: "DynamoDB", treatment: { status: 200, body: "<html>" } },
  "torn reads": { target: "DynamoDB", treatment: "a hole" },
  "300 ms late": { target: "DynamoDB", treatment: { late: 300 } },
  "2 s late": { target: "DynamoDB", treatment: { late: 2_000 } },
  silence: { target: "DynamoDB", treatment: "silence" },
  "provider's errors": { target: "the provider", treatment: { status: 503, body: "{}" } },
  "provider's silence": { target: "the provider", treatment: "silence" },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];
