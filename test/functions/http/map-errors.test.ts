import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import { expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { type ApiEvent, type ApiResult, asLambda } from "../../../functions/shared/http/chain.ts";
import { logRequest } from "../../../functions/shared/http/log-request.ts";
import { mapErrors } from "../../../functions/shared/http/map-errors.ts";
import { stampRequestId } from "../../../functions/shared/http/stamp-request-id.ts";
import { keepingLog, lambdaContext, listEvent } from "../../support/events.ts";

const answerTo = (thrown: unknown) => {
  const chain = middy<ApiEvent, ApiResult>()
    .use(logRequest(keepingLog()))
    .use(stampRequestId())
    .use(httpErrorHandler({ logger: false }))
    .use(mapErrors("https://docs.example.com"))
    .handler(() => Promise.reject(thrown));
  return asLambda(chain)(listEvent(), lambdaContext());
};

it.each([
  [
    "a 4xx",
    new ApiError("methodNotAllowed", { headers: { Allow: "GET" } }),
    '{"statusCode":405,"headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store",' +
      '"Allow":"GET","Link":"<https://docs.example.com/errors#132>; rel=\\"help\\"","X-Request-Id":"request-1"},' +
      '"body":"{\\"errorCode\\":132,\\"message\\":\\"rpc error: code = Unimplemented desc = Method is not allowed\\",' +
      '\\"detail\\":\\"rpc error: code = Unimplemented desc = Method is not allowed\\"}"}',
  ],
  [
    "a 5xx",
    new ApiError("unavailable"),
    '{"statusCode":503,"headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store",' +
      '"Retry-After":"1","Link":"<https://docs.example.com/errors#160>; rel=\\"help\\"","X-Request-Id":"request-1"},' +
      '"body":"{\\"errorCode\\":160,\\"message\\":\\"rpc error: code = Unavailable desc = Service is not available\\",' +
      '\\"detail\\":\\"rpc error: code = Unavailable desc = Service is not available\\"}"}',
  ],
  [
    "an error with a status, headers and a message of its own",
    Object.assign(new Error("{}"), { statusCode: 418, expose: true, headers: { "X-Own": "1" } }),
    '{"statusCode":500,"headers":{"Content-Type":"application/json; charset=utf-8","Cache-Control":"no-store",' +
      '"Link":"<https://docs.example.com/errors#190>; rel=\\"help\\"","X-Request-Id":"request-1"},' +
      '"body":"{\\"errorCode\\":190,\\"message\\":\\"rpc error: code = Internal desc = Internal error\\",' +
      '\\"detail\\":\\"rpc error: code = Internal desc = Internal error\\"}"}',
  ],
])("%s is answered to the byte as the contract has it, with the headers in this order", async (_, thrown, answer) => {
  expect(JSON.stringify(await answerTo(thrown))).toBe(answer);
});
