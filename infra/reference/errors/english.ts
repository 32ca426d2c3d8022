import type { ErrorName } from "../../../functions/shared/errors/dictionary.ts";
import { routes } from "../../../functions/shared/http/routes.ts";
import type { Guidance } from "./guidance.ts";

export const english: Readonly<Record<ErrorName, Guidance>> = {
  requestNotValid: {
    cause:
      "A parameter or the body breaks a rule. `detail` names every problem that was found, each with its place (`path`, `query` or `body`) and its field.",
    advice: [
      "Mend each field that `detail` names. All problems are in it, so one correction is enough.",
      "`page` and `pageSize` are both required, each once and in plain decimal digits: `page` from 1, `pageSize` from 1 to 100.",
      "For `POST /oauth/token` send a JSON object in UTF-8 with `clientID`, `clientSecret` and `grantType`, which is `client_credentials`.",
    ],
  },
  tokenMissing: {
    cause: "The request has no `Authorization` header, or there is no token in it.",
    advice: [
      "Get a token with `POST /oauth/token` and send it as `Authorization: <token>` or as `Authorization: Bearer <token>`.",
      "Make sure that no proxy and no redirect drops the header on the way.",
    ],
  },
  tokenNotValid: {
    cause:
      "The token was not accepted: it has expired, was cut off or altered, comes from another provider or is for another use, or your client is unknown here or disabled.",
    advice: [
      "Get a new token and try once more. A token lasts for hours: renew it before its `expiresIn` seconds are over.",
      "Send the token whole, just as it came in `accessToken`, without quotes or line breaks.",
      "Use it in the environment that issued it: a token of a test environment is not valid in production.",
      "If a new token is refused too, your client may be disabled or not registered. Ask whoever gave you the credentials, and quote the `X-Request-Id`.",
    ],
  },
  accessNotGranted: {
    cause: "The token is valid, but lacks the scope that this API requires.",
    advice: [
      "Get your token with this API's `POST /oauth/token`, which asks for the right scope. One that came from the identity provider directly may lack it.",
      "If the scope is missing even so, ask whoever gave you the credentials to allow your client that scope.",
    ],
  },
  employeeNotFound: {
    cause:
      "Your company has no employee with this `employeeID`. An employee of another company is answered in the very same way.",
    advice: [
      "Check the spelling of the ID. Upper and lower case are not the same.",
      "Percent-encode the ID in the path, and only once: `EMP 1` becomes `EMP%201`.",
      "Make sure that you use the credentials of the employee's own company.",
      "A new employee's data may not be loaded yet. One who is known and has no assignments is 200 with an empty `data`, and not this error.",
    ],
  },
  endpointNotFound: {
    cause: "This API has no such path.",
    advice: [
      "Compare the path letter by letter: a slash at the end or a double slash makes it another one.",
      `There are \`${routes.oauthToken}\` and \`${routes.webinarActivity}\`.`,
      "Make sure that the `employeeID` in the path is not empty.",
    ],
  },
  methodNotAllowed: {
    cause: "The path exists, but not for this HTTP method. The header `Allow` names the one that it has.",
    advice: [
      "Use the method that `Allow` names: `GET` for the list, `POST` for the token.",
      "If your `POST` arrives as a `GET`, a redirect changed it: call the final URL directly.",
    ],
  },
  notAcceptable: {
    cause: "The header `Accept` excludes JSON, and this API answers with nothing else.",
    advice: ["Send `Accept: application/json`, or leave the header out."],
  },
  formatNotSupported: {
    cause: "The header `Content-Type` says that the body is something else than JSON.",
    advice: [
      "For `POST /oauth/token` send `Content-Type: application/json` and a body of JSON. A form (`application/x-www-form-urlencoded`), which many OAuth libraries send, is not accepted.",
      "For the list, which has no body, leave the header out.",
    ],
  },
  tooManyRequests: {
    cause: "The same credentials asked for a token too often: more than 300 times in a minute.",
    advice: [
      "Wait for as many seconds as `Retry-After` says, then try again.",
      "Keep the token and use it for all calls until shortly before it expires. Two tokens a day are enough for a client.",
      "Where several processes have the same credentials, let them share the token.",
    ],
  },
  unavailable: {
    cause:
      "Storage or the identity provider is overloaded, unreachable or too slow, or the list is just being rewritten. Nothing is wrong with your request.",
    advice: [
      "Wait for as many seconds as `Retry-After` says, then send the same request again. That is safe.",
      "If it fails again, double the wait each time, up to a minute, and add a random part to it.",
      "If it goes on for more than a few minutes, tell whoever runs the API, and quote the `X-Request-Id`.",
    ],
  },
  deadlineExceeded: {
    cause: "The answer was not ready when the time for one request ran out.",
    advice: [
      "Wait for a second or two, then send the same request again. That is safe.",
      "If it happens again and again, ask for smaller pages (`pageSize`), and tell whoever runs the API, with the `X-Request-Id`.",
    ],
  },
  storedRecordNotValid: {
    cause:
      "A stored record does not have the form that it must have. Until it is mended, the same request fails in the same way.",
    advice: [
      "Tell whoever runs the API, and quote the `X-Request-Id`: the log names the record.",
      "Do not repeat the request in a loop. Other pages and other employees' lists may still be readable.",
    ],
  },
  internal: {
    cause: "A fault in the API itself, which no other code describes. Nothing is wrong with your request.",
    advice: [
      "Tell whoever runs the API, and quote the `X-Request-Id` and the time.",
      "Do not repeat the request in a loop: it fails until the fault is mended.",
    ],
  },
  credentialsMismatch: {
    cause:
      "The identity provider does not accept this pair of `clientID` and `clientSecret`. Which of the two is wrong is not told.",
    advice: [
      "Check both for missing letters, spaces and line breaks, which copying easily brings. Upper and lower case are not the same.",
      "Use the credentials of this environment: those of another one are unknown here.",
      "If the secret was changed, use the new one. Else ask whoever gave you the credentials for a new one.",
    ],
  },
};
