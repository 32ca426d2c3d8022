import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import type { Context } from "aws-lambda";
import { type Authenticated, authenticate, type Caller } from "../shared/auth/authenticate.ts";
import type { ClientRegistry } from "../shared/auth/client-registry.ts";
import type { TokenVerifier } from "../shared/auth/token-verifier.ts";
import { beforeDeadline } from "../shared/deadline.ts";
import { ApiError } from "../shared/errors/api-error.ts";
import type { Logged } from "../shared/http/chain.ts";
import { type ApiEvent, type ApiHandler, type ApiResult, asLambda, type Validated } from "../shared/http/chain.ts";
import { compress } from "../shared/http/compress.ts";
import { json } from "../shared/http/json.ts";
import { type Log, logRequest } from "../shared/http/log-request.ts";
import { mapErrors } from "../shared/http/map-errors.ts";
import { negotiateJson } from "../shared/http/negotiate-json.ts";
import { normalizeHeaders } from "../shared/http/normalize-headers.ts";
import { requireHttpEvent } from "../shared/http/require-http-event.ts";
import { revalidate } from "../shared/http/revalidate.ts";
import { route } from "../shared/http/route.ts";
import { routes } from "../shared/http/routes.ts";
import { stampRequestId } from "../shared/http/stamp-request-id.ts";
import { validate } from "../shared/http/validate.ts";
import { categories } from "../shared/store/categories.ts";
import type { ListName } from "../shared/store/lists.ts";
import type { PageStore } from "../shared/store/page-store.ts";
import type { StoredAssignment } from "../shared/store/stored-assignment.ts";
import { type ListRequest, type ListResponse, listRequest, toAssignment } from "./contract.ts";
import { pageLinks } from "./links.ts";

export type Collaborators = {
  readonly verifier: TokenVerifier;
  readonly clients: ClientRegistry;
  readonly store: PageStore<StoredAssignment>;
  readonly log: Log;
  /** The URL that callers see, where the gateway's own domain name is not it; without a slash at the end. */
  readonly publicBaseUrl?: string | undefined;
  /** The URL of the documentation, whose page of errors each error's `Link` leads to; without a slash at the end. */
  readonly docsBaseUrl?: string | undefined;
};

type ListEvent = ApiEvent & Logged & Authenticated & Validated<typeof listRequest>;

/**
 * GET /ruangkerja/dashboard/users/:employeeID/courses/webinar, and `$default`: a request that matches no route gets 404
 * or 405 from the Error Dictionary.
 */
export const createHandler = ({
  verifier,
  clients,
  store,
  log,
  publicBaseUrl,
  docsBaseUrl,
}: Collaborators): ApiHandler =>
  asLambda(
    // middy's own early time-out covers the handler alone; `beforeDeadline` covers the token check too.
    // Stryker disable next-line ObjectLiteral: `beforeDeadline` rings first, so middy's timer never does
    middy<ApiEvent, ApiResult>({ timeoutEarlyInMillis: 0, requestStart: requireHttpEvent })
      .use(logRequest(log))
      .use(stampRequestId())
      // Stryker disable next-line BooleanLiteral: the handler logs only if it is given a function
      .use(httpErrorHandler({ logger: false }))
      .use(mapErrors(docsBaseUrl))
      .use(normalizeHeaders())
      .use(compress())
      .use(route(routes.webinarActivity))
      .use(negotiateJson())
      .use(authenticate({ verifier, clients }))
      .use(validate(listRequest))
      .handler(listAssignments(store, publicBaseUrl)),
  );

const listAssignments =
  (store: PageStore<StoredAssignment>, publicBaseUrl?: string) =>
  async (event: ListEvent, context: Context): Promise<ApiResult> => {
    const { caller, input, line } = event;
    const { query } = input;
    line.page = query.page;
    line.pageSize = query.pageSize;
    const list = listOf(caller, input);
    const page = await beforeDeadline(context, (signal) => store.page(list, query, signal));
    const { assignments, total } = page;
    line.readUnits = page.readUnits;
    if (total === undefined) throw new ApiError("employeeNotFound");
    line.returned = assignments.length;
    line.total = total;
    const body: ListResponse = { status: "success", message: "Success", data: assignments.map(toAssignment) };
    const headers = { "X-Total-Count": `${total}`, Link: linksOf(event, total, publicBaseUrl) };
    return revalidate(event, json(200, body, headers));
  };

const listOf = ({ companySerial }: Caller, { path }: ListRequest): ListName => ({
  companySerial,
  category: categories.webinar.name,
  employeeID: path.employeeID,
});

const linksOf = ({ input, rawQueryString, requestContext }: ListEvent, total: number, publicBaseUrl?: string): string =>
  pageLinks({
    ...input.query,
    baseUrl: publicBaseUrl ?? `https://${requestContext.domainName}`,
    employeeID: input.path.employeeID,
    rawQuery: rawQueryString,
    total,
  });
