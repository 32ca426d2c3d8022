/**
 * The Error Dictionary: every failure that a caller can see, defined here and nowhere else. `mapErrors` answers from
 * this table; the OpenAPI document and the README's table are generated from it.
 */
export type ErrorEntry = {
  /** The public `errorCode`. */
  readonly errorCode: number;
  /** HTTP status. */
  readonly status: number;
  /** gRPC status code name, a part of the message. */
  readonly grpc?: string;
  /** The whole message, if the API's published page gives it; `text` is then the detail. */
  readonly message?: string;
  readonly text: string;
  /** When it happens, in Markdown, for the documentation. */
  readonly when: string;
  /** Response headers that always come with it. */
  readonly headers?: Readonly<Record<string, string>>;
};

export const errorDictionary = {
  requestNotValid: {
    errorCode: 110,
    status: 400,
    grpc: "InvalidArgument",
    text: "Request is not valid",
    when: "path, query or body breaks a rule; `detail` names every problem",
  },
  tokenMissing: {
    errorCode: 120,
    status: 401,
    grpc: "Unauthenticated",
    text: "Token is missing",
    when: "there is no `Authorization` header, or no token in it",
    // RFC 6750, section 3.1: a request without credentials gets the challenge without an error code.
    headers: { "WWW-Authenticate": "Bearer" },
  },
  tokenNotValid: {
    errorCode: 123,
    status: 401,
    grpc: "PermissionDenied",
    text: "Token is not valid",
    when: "signature, issuer, audience, expiry, not-before, algorithm or token use is wrong, or the client is unknown or disabled",
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' },
  },
  accessNotGranted: {
    errorCode: 124,
    status: 403,
    grpc: "PermissionDenied",
    text: "Token does not grant access",
    when: "the token lacks the scope",
    headers: { "WWW-Authenticate": 'Bearer error="insufficient_scope"' },
  },
  employeeNotFound: {
    errorCode: 130,
    status: 404,
    grpc: "NotFound",
    text: "Employee is not found",
    when: "the client's company has no such employee",
  },
  endpointNotFound: {
    errorCode: 131,
    status: 404,
    grpc: "NotFound",
    text: "Endpoint is not found",
    when: "no such route",
  },
  methodNotAllowed: {
    errorCode: 132,
    status: 405,
    grpc: "Unimplemented",
    text: "Method is not allowed",
    when: "the route has other methods; `Allow` names them",
  },
  notAcceptable: {
    errorCode: 140,
    status: 406,
    grpc: "InvalidArgument",
    text: "Response format is not acceptable",
    when: "`Accept` excludes JSON",
  },
  formatNotSupported: {
    errorCode: 141,
    status: 415,
    grpc: "InvalidArgument",
    text: "Request format is not supported",
    when: "`Content-Type` is not JSON",
  },
  tooManyRequests: {
    errorCode: 150,
    status: 429,
    grpc: "ResourceExhausted",
    text: "Too many requests",
    when: "for one pair of credentials an instance asks the identity provider more than 300 times a minute; wait for `Retry-After` and keep the token until it expires",
  },
  unavailable: {
    errorCode: 160,
    status: 503,
    grpc: "Unavailable",
    text: "Service is not available",
    when: "storage or identity provider is throttled, unreachable or too slow, or a list is just being rewritten; try again after `Retry-After`",
    headers: { "Retry-After": "1" },
  },
  deadlineExceeded: {
    errorCode: 161,
    status: 504,
    grpc: "DeadlineExceeded",
    text: "Request took too long",
    when: "the time for one request is about to run out",
  },
  storedRecordNotValid: {
    errorCode: 170,
    status: 500,
    grpc: "DataLoss",
    text: "Stored record is not valid",
    when: "a stored item breaks the schema; the log names which",
  },
  internal: { errorCode: 190, status: 500, grpc: "Internal", text: "Internal error", when: "anything else" },
  credentialsMismatch: {
    errorCode: 400,
    status: 400,
    message: "BAD_REQUEST",
    text: "Credentials does not match in our records",
    when: "`POST /oauth/token` with credentials that the provider refuses",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorName = keyof typeof errorDictionary;
