import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import type { Context } from "aws-lambda";
import type * as z from "zod/mini";
import { type Authenticated, authenticate, type Caller } from "../shared/auth/authenticate.ts";
import type { ClientRegistry } from "../shared/auth/client-registry.ts";
import type { TokenVerifier } from "../shared/auth/token-verifier.ts";
import { beforeDeadline } from "../shared/deadline.ts";
import { ApiError } from "../shared/errors/api-error.ts";
import { publicUrlOf } from "../shared/http/base-path.ts";
import {
  type ApiEvent,
  type ApiHandler,
  type ApiResult,
  asLambda,
  type Logged,
  type Validated,
} from "../shared/http/chain.ts";
import { compress } from "../shared/http/compress.ts";
import { json } from "../shared/http/json.ts";
import { type Log, logRequest } from "../shared/http/log-request.ts";
import { mapErrors } from "../shared/http/map-errors.ts";
import { negotiateJson } from "../shared/http/negotiate-json.ts";
import { normalizeHeaders } from "../shared/http/normalize-headers.ts";
import { requireHttpEvent } from "../shared/http/require-http-event.ts";
import { revalidate } from "../shared/http/revalidate.ts";
import { route } from "../shared/http/route.ts";
import { CHANGES_ROUTE, listRoute, TOKEN_ROUTE } from "../shared/http/routes.ts";
import { stampRequestId } from "../shared/http/stamp-request-id.ts";
import { validate } from "../shared/http/validate.ts";
import { type Category, categories } from "../shared/store/categories.ts";
import type { ChangesStore } from "../shared/store/changes-store.ts";
import type { ListName } from "../shared/store/lists.ts";
import type { Page, PageStore } from "../shared/store/page-store.ts";
import type { SearchStore } from "../shared/store/search-store.ts";
import { answerChanges, type ChangesEvent } from "./changes.ts";
import { type ChangesRequest, changesRequest } from "./changes-contract.ts";
import { type CompanyPage, type EmployeePage, type ListRequest, listRequests } from "./contract.ts";
import { pageLinks } from "./links.ts";

export type Collaborators = {
  readonly verifier: TokenVerifier;
  readonly clients: ClientRegistry;
  readonly store: PageStore & SearchStore & ChangesStore;
  readonly log: Log;
  /** The URL that callers see, where the event's domain name is not it; without a slash at the end. */
  readonly publicBaseUrl?: string | undefined;
  /** The URL of the documentation, whose page of errors each error's `Link` leads to; without a slash at the end. */
  readonly docsBaseUrl?: string | undefined;
};

type ListEvent = ApiEvent & Logged & Authenticated & Validated<ListRequest>;

/** The categories by their routes. */
const served = new Map<string, Category>(Object.values(categories).map((category) => [listRoute(category), category]));
// `route` lets through no other request.
const categoryOf = ({ routeKey }: Pick<ApiEvent, "routeKey">): Category => served.get(routeKey) as Category;

/**
 * The lists of every category, the feed of their changes, and `$default`: a request that matches no route gets 404 or 405
 * from the Error Dictionary.
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
      .use(route([...served.keys(), CHANGES_ROUTE], [TOKEN_ROUTE]))
      .use(negotiateJson())
      .use(authenticate({ verifier, clients }))
      .use(validate(requestSchema))
      .handler(answerBy(answerPage(store, publicBaseUrl), answerChanges(store, publicBaseUrl))),
  );

const requestSchema = ({ routeKey, caller }: ApiEvent & Authenticated): z.ZodMiniType<ListRequest | ChangesRequest> =>
  routeKey === CHANGES_ROUTE
    ? changesRequest(caller.companySerial, Date.now())
    : listRequests[categoryOf({ routeKey }).owner];

/** Each answers the requests that `requestSchema` took for its route. */
const answerBy =
  (page: ReturnType<typeof answerPage>, changes: ReturnType<typeof answerChanges>) =>
  (event: ListEvent | ChangesEvent, context: Context): Promise<ApiResult> =>
    event.routeKey === CHANGES_ROUTE ? changes(event as ChangesEvent, context) : page(event as ListEvent, context);

const answerPage =
  (store: PageStore & SearchStore, publicBaseUrl?: string) =>
  async (event: ListEvent, context: Context): Promise<ApiResult> => {
    const { caller, input, line } = event;
    const { page, pageSize, name } = input.query;
    line.page = page;
    line.pageSize = pageSize;
    const list = listOf(caller, categoryOf(event), input);
    const found = await beforeDeadline(context, (signal) =>
      name === undefined
        ? store.page(list, { page, pageSize }, signal)
        : store.search(list, { page, pageSize, name }, signal),
    );
    line.readUnits = found.readUnits;
    const total = totalOf(found, list);
    line.returned = found.records.length;
    line.total = total;
    const headers = { "X-Total-Count": `${total}`, Link: linksOf(event, total, publicBaseUrl) };
    return revalidate(event, json(200, bodyOf(list, input, found.records, total), headers));
  };

const listOf = ({ companySerial }: Caller, category: Category, { path }: ListRequest): ListName => ({
  companySerial,
  category,
  employeeID: path?.employeeID ?? "",
});

/** @throws {ApiError} `employeeNotFound`; a company without a list has an empty one, since its token proves that it is known */
const totalOf = ({ total }: Pick<Page<object>, "total">, { category }: ListName): number => {
  if (total === undefined && category.owner === "employee") throw new ApiError("employeeNotFound");
  return total ?? 0;
};

const bodyOf = (
  { category }: ListName,
  { query }: ListRequest,
  records: readonly object[],
  total: number,
): EmployeePage<object> | CompanyPage<object> => {
  const success = { status: "success", message: "Success" } as const;
  if (category.owner === "employee") return { ...success, data: records };
  const totalPage = Math.ceil(total / query.pageSize);
  return { ...success, data: { currentPage: query.page, totalItems: total, totalPage, items: records } };
};

const linksOf = (event: ListEvent, total: number, publicBaseUrl?: string): string => {
  const { input, rawQueryString } = event;
  return pageLinks({
    ...input.query,
    baseUrl: publicUrlOf(event, publicBaseUrl),
    route: event.routeKey,
    employeeID: input.path?.employeeID,
    rawQuery: rawQueryString,
    total,
  });
};
