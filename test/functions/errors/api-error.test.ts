import { describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { errorDictionary } from "../../../functions/shared/errors/dictionary.ts";

/** The contract's table. */
const contract = [
  [110, "InvalidArgument", 400, "Request is not valid"],
  [120, "Unauthenticated", 401, "Token is missing"],
  [123, "PermissionDenied", 401, "Token is not valid"],
  [124, "PermissionDenied", 403, "Token does not grant access"],
  [130, "NotFound", 404, "Employee is not found"],
  [131, "NotFound", 404, "Endpoint is not found"],
  [132, "Unimplemented", 405, "Method is not allowed"],
  [140, "InvalidArgument", 406, "Response format is not acceptable"],
  [141, "InvalidArgument", 415, "Request format is not supported"],
  [150, "ResourceExhausted", 429, "Too many requests"],
  [160, "Unavailable", 503, "Service is not available"],
  [161, "DeadlineExceeded", 504, "Request took too long"],
  [170, "DataLoss", 500, "Stored record is not valid"],
  [190, "Internal", 500, "Internal error"],
  [400, undefined, 400, "Credentials does not match in our records"],
];

describe("the Error Dictionary", () => {
  it("is the contract's table", () => {
    const rows = Object.values(errorDictionary).map(({ errorCode, status, text, ...entry }) => [
      errorCode,
      "grpc" in entry ? entry.grpc : undefined,
      status,
      text,
    ]);
    expect(rows).toEqual(contract);
  });

  it("has the published example of a failed response to the letter", () => {
    expect(JSON.stringify(new ApiError("tokenNotValid").body)).toBe(
      '{"errorCode":123,"message":"rpc error: code = PermissionDenied desc = Token is not valid","detail":"rpc error: code = PermissionDenied desc = Token is not valid"}',
    );
  });

  it("has the Authentication API's values for code 400", () => {
    expect(JSON.stringify(new ApiError("credentialsMismatch").body)).toBe(
      '{"errorCode":400,"message":"BAD_REQUEST","detail":"Credentials does not match in our records"}',
    );
  });

  it("repeats the message as the detail unless there is more to say", () => {
    expect(new ApiError("requestNotValid", { detail: "query page: is required" }).body).toEqual({
      errorCode: 110,
      message: "rpc error: code = InvalidArgument desc = Request is not valid",
      detail: "query page: is required",
    });
  });

  it("adds headers to those that an error always has", () => {
    expect(new ApiError("unavailable", { headers: { X: "y" } }).headers).toEqual({ "Retry-After": "1", X: "y" });
  });
});
