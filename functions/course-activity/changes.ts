import type { Context } from "aws-lambda";
import type { Authenticated } from "../shared/auth/authenticate.ts";
import { beforeDeadline } from "../shared/deadline.ts";
import { publicUrlOf } from "../shared/http/base-path.ts";
import type { ApiEvent, ApiResult, Logged, Validated } from "../shared/http/chain.ts";
import { json } from "../shared/http/json.ts";
import { revalidate } from "../shared/http/revalidate.ts";
import type { Change, ChangesStore } from "../shared/store/changes-store.ts";
import { BEGINNING } from "../shared/store/markers.ts";
import { watermarkOf } from "../shared/store/watermark.ts";
import type { ChangedList, ChangesBody, ChangesRequest } from "./changes-contract.ts";
import { nextLink } from "./links.ts";

export type ChangesEvent = ApiEvent & Logged & Authenticated & Validated<ChangesRequest>;

/** Answers with a page of the caller's company's changed lists. */
export const answerChanges =
  (store: ChangesStore, publicBaseUrl?: string) =>
  async (event: ChangesEvent, context: Context): Promise<ApiResult> => {
    const { caller, input, line, rawQueryString } = event;
    const { pageSize, since = BEGINNING, category } = input.query;
    line.pageSize = pageSize;
    const found = await beforeDeadline(context, (signal) =>
      store.changes(caller.companySerial, { after: since, pageSize, category }, signal),
    );
    line.readUnits = found.readUnits;
    line.returned = found.changes.length;
    const next = watermarkOf(caller.companySerial, found.next);
    const data = { items: found.changes.map(itemOf), next, hasMore: found.hasMore };
    const body: ChangesBody = { status: "success", message: "Success", data };
    const baseUrl = publicUrlOf(event, publicBaseUrl);
    const link = nextLink({ baseUrl, route: event.routeKey, rawQuery: rawQueryString, ...input.query, next });
    return revalidate(event, json(200, body, found.hasMore ? { Link: link } : {}));
  };

const itemOf = ({ list, total, changedAt, version, deleted }: Change): ChangedList => ({
  employeeID: list.employeeID,
  category: list.category.name,
  totalItems: total,
  changedAt: new Date(changedAt).toISOString(),
  version,
  ...(deleted && { deleted }),
});
