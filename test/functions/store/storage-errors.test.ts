import { DynamoDBServiceException, ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { storageError } from "../../../functions/shared/store/storage-errors.ts";

const service = (name: string, httpStatusCode?: number) =>
  new DynamoDBServiceException({
    name,
    $fault: "client",
    $metadata: httpStatusCode === undefined ? {} : { httpStatusCode },
  });

describe("a failed DynamoDB call", () => {
  it.each([
    [
      "throttled by capacity",
      new ProvisionedThroughputExceededException({ message: "", $metadata: { httpStatusCode: 400 } }),
    ],
    ["throttled", service("ThrottlingException", 400)],
    ["over the account's limit", service("RequestLimitExceeded", 400)],
    ["failed by itself", service("InternalServerError", 500)],
    ["not available", service("ServiceUnavailable", 503)],
    ["without a status", service("Unknown")],
    ["out of time", Object.assign(new Error(), { name: "TimeoutError" })],
    ["refused a connection", Object.assign(new Error(), { code: "ECONNREFUSED" })],
    ["given up", Object.assign(new Error(), { name: "AbortError" })],
    ["answered in no protocol", Object.assign(new SyntaxError(), { $metadata: { httpStatusCode: 200 } })],
    ["answered in no HTTP", Object.assign(new Error(), { code: "HPE_INVALID_CONSTANT" })],
    ["still running", service("TransactionInProgressException", 400)],
  ])("that is %s is code 160, with the cause", (_, error) => {
    const failure = storageError(error);
    if (!(failure instanceof ApiError)) throw failure;
    expect(failure).toMatchObject({ body: { errorCode: 160 }, diagnosis: { reason: "storage" } });
    expect(failure.cause).toBe(error);
  });

  it.each([
    ["has no rights", service("AccessDeniedException", 400)],
    ["finds no table", service("ResourceNotFoundException", 400)],
    ["is our own mistake", new TypeError("x")],
    ["is our own mistake, as the SDK hands it on", Object.assign(new TypeError("x"), { $metadata: { attempts: 1 } })],
    ["is our own mistake in an odd shape", Object.assign(new TypeError("x"), { $metadata: null })],
    ["is our own mistake in Node's words", Object.assign(new TypeError(), { code: "ERR_INVALID_URL" })],
    ["is our own mistake with a number for its code", Object.assign(new Error(), { code: 7 })],
    ["throws no error", "x"],
  ])("that %s stays what it is", (_, error) => {
    expect(storageError(error)).toBe(error);
  });
});
