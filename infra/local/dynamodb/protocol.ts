import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";

/** A request and an answer of DynamoDB's low-level HTTP API, with the complete body as on the wire. */
export type WireRequest = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer };
export type WireAnswer = { status: number; headers: OutgoingHttpHeaders; body: string };

/** Attributes as on the wire: each value under its type letter, numbers as text, binaries in base64. */
export type AttributeValue = { [type: string]: unknown };
export type Attributes = { [name: string]: AttributeValue };

export const CONTENT_TYPE = "application/x-amz-json-1.0";

/**
 * Builds an answer with the headers that DynamoDB sends: the SDK reads the request id and may check the CRC-32.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export const answerOf = (status: number, output: object): WireAnswer => {
  const body = JSON.stringify(output);
  return {
    status,
    headers: {
      "x-amzn-requestid": randomUUID(),
      "x-amz-crc32": crc32(body),
      "content-type": CONTENT_TYPE,
      "content-length": Buffer.byteLength(body),
    },
    body,
  };
};

/** The namespace before an exception's name: the part of the service that throws it. */
const namespaces: { [exception: string]: string } = {
  SerializationException: "com.amazon.coral.service",
  ValidationException: "com.amazon.coral.validate",
};
const DEFAULT_NAMESPACE = "com.amazonaws.dynamodb.v20120810";

/** A failure that DynamoDB documents; `answer` makes the response of it. */
export class DynamoDBFailure extends Error {
  readonly exception: string;
  readonly details: object;
  readonly status: 400 | 500;

  constructor(exception: string, message: string, details: object = {}) {
    super(message);
    this.name = exception;
    this.exception = exception;
    this.details = details;
    this.status = exception === "InternalServerError" ? 500 : 400;
  }

  answer(): WireAnswer {
    const namespace = namespaces[this.exception] ?? DEFAULT_NAMESPACE;
    return answerOf(this.status, {
      __type: `${namespace}#${this.exception}`,
      ...this.details,
      Message: this.message,
    });
  }
}
