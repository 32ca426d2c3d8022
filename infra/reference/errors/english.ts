import type { ErrorName } from "../../../functions/shared/errors/dictionary.ts";
import type { Guidance } from "./guidance.ts";
import { allRoutes } from "./routes.ts";

export const english: Readonly<Record<ErrorName, Guidance>> = {
  requestNotValid: {
    cause:
      "A parameter or the body breaks a rule. `detail` names every problem, each with its place (`path`, `query` or `body`) and its field.",
    advice: [
      "Correct each field that `detail` names. It lists all problems, so one correction is enough.",
      "`page` and `pageSize` are both required, each once and in plain decimal digits: `page` from 1, `pageSize` from 1 to 100.",
      "To search the catalogue, send `name` once, with 1 to 300 characters and percent-encoded. To list all courses, leave it out: an empty one is not valid.",
      "For `POST /oauth/token` send a JSON object in UTF-8 with `clientID`, `clientSecret` and `grantType`, which is `client_credentials`.",
    ],
  },
  tokenMissing: {
    cause: "The request has no `Authorization` header, or there is no token in it.",
    advice: [
      "Get a token with `POST /oauth/token` and send it as `Authorization: <token>` or as `Authorization: Bearer <token>`.",
      "Make sure that no proxy and no redirect removes the header.",
    ],
  },
  tokenNotValid: {
    cause:
      "The token was not accepted: it has expired, was cut off or changed, comes from another provider or is for another purpose, or your client is unknown here or disabled.",
    advice: [
      "Get a new token and try once more. A token lasts for hours: renew it before its `expiresIn` seconds are over.",
      "Send the complete token, exactly as in `accessToken`, without quotes or line breaks.",
      "Use it in the environment that issued it: a token of a test environment is not valid in production.",
      "If a new token is refused too, your client may be disabled or not registered. Ask the people who gave you the credentials, and quote the `X-Request-Id`.",
    ],
  },
  accessNotGranted: {
    cause: "The token is valid, but it does not have the scope that this API requires.",
    advice: [
      "Get your token with this API's `POST /oauth/token`, which requests the right scope. A token directly from the identity provider may not have it.",
      "If the scope is still missing, ask the people who gave you the credentials to allow it for your client.",
    ],
  },
  employeeNotFound: {
    cause:
      "Your company has no employee with this `employeeID`. An employee of another company gets exactly the same answer.",
    advice: [
      "Check the spelling of the ID. Upper and lower case are different.",
      "Percent-encode the ID in the path, and only once: `EMP 1` becomes `EMP%201`.",
      "Make sure that you use the credentials of the employee's own company.",
      "A new employee's data may not be loaded yet. For a known employee whose list is empty the answer is 200 with an empty `data`, not this error.",
    ],
  },
  endpointNotFound: {
    cause: "This API does not have this path.",
    advice: [
      "Compare the path letter by letter: a slash at the end or a double slash makes it a different path.",
      `The API has ${allRoutes("and")}.`,
      "Make sure that the `employeeID` in the path is not empty.",
    ],
  },
  methodNotAllowed: {
    cause: "The path exists, but not for this HTTP method. The header `Allow` names the supported methods.",
    advice: [
      "Use the method that `Allow` names: `GET` for a list, `POST` for the token.",
      "If your `POST` arrives as a `GET`, a redirect changed it: call the final URL directly.",
    ],
  },
  notAcceptable: {
    cause: "The header `Accept` excludes JSON, but this API answers only with JSON.",
    advice: ["Send `Accept: application/json`, or leave the header out."],
  },
  formatNotSupported: {
    cause: "The header `Content-Type` says that the body is not JSON.",
    advice: [
      "For `POST /oauth/token` send `Content-Type: application/json` and a JSON body. A form (`application/x-www-form-urlencoded`), which many OAuth libraries send, is not accepted.",
      "For a list, which has no body, leave the header out.",
    ],
  },
  tooManyRequests: {
    cause:
      "The same credentials asked for a token too often: the identity provider had to answer more than 300 times in a minute, as it has to for a wrong secret.",
    advice: [
      "Wait for as many seconds as `Retry-After` says, then try again.",
      "Check the secret: tokens of the right one are given again and count once.",
      "Keep the token and use it for all calls until shortly before it expires. Two tokens a day are enough for a client.",
      "If several processes use the same credentials, let them share one token.",
    ],
  },
  unavailable: {
    cause:
      "Storage or the identity provider is overloaded, unreachable or too slow, or the list is being rewritten at this moment. Nothing is wrong with your request.",
    advice: [
      "Wait for as many seconds as `Retry-After` says, then send the same request again. That is safe.",
      "If it fails again, double the wait each time, up to a minute, and add a random delay.",
      "If it continues for more than a few minutes, tell the API's operator, and quote the `X-Request-Id`.",
    ],
  },
  deadlineExceeded: {
    cause: "The answer was not ready when the time for one request ran out.",
    advice: [
      "Wait for a second or two, then send the same request again. That is safe.",
      "If it happens again and again, ask for smaller pages (`pageSize`), and tell the API's operator, with the `X-Request-Id`.",
    ],
  },
  storedRecordNotValid: {
    cause:
      "A stored record does not have the required form. Until it is repaired, the same request fails in the same way.",
    advice: [
      "Tell the API's operator, and quote the `X-Request-Id`: the log names the record.",
      "Do not repeat the request in a loop. Other pages and other employees' lists may still be readable.",
    ],
  },
  internal: {
    cause: "An error in the API itself that no other code describes. Nothing is wrong with your request.",
    advice: [
      "Tell the API's operator, and quote the `X-Request-Id` and the time.",
      "Do not repeat the request in a loop: it fails until the error is fixed.",
    ],
  },
  credentialsMismatch: {
    cause:
      "The identity provider does not accept this pair of `clientID` and `clientSecret`. The API does not say which of the two is wrong.",
    advice: [
      "Check both for missing letters, spaces and line breaks, which are easily added by copying. Upper and lower case are different.",
      "Use the credentials of this environment: those of another environment are unknown here.",
      "If the secret was changed, use the new one. Otherwise ask the people who gave you the credentials for a new secret.",
    ],
  },
};
