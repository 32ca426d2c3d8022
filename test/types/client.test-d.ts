import { expectTypeOf } from "vitest";
import type { TokenRequest, TokenResponse } from "../../functions/oauth-token/contract.ts";
import type { ErrorBody } from "../../functions/shared/errors/api-error.ts";
import type { ListResponse } from "../../functions/webinar-activity/contract.ts";
import type { components, operations } from "../examples/openapi-types.ts";

// What clients get from the OpenAPI document is what the contracts say. Checked by `tsc`.

type Schemas = components["schemas"];

expectTypeOf<Schemas["AssignmentPage"]>().toEqualTypeOf<ListResponse>();
expectTypeOf<Schemas["TokenRequest"]>().toEqualTypeOf<TokenRequest["body"]>();
expectTypeOf<Schemas["TokenAnswer"]>().toEqualTypeOf<TokenResponse>();
expectTypeOf<Readonly<Schemas["ErrorAnswer"]>>().toEqualTypeOf<ErrorBody>();

expectTypeOf<operations["listWebinarCourses"]["parameters"]["query"]>().toEqualTypeOf<{
  page: number;
  pageSize: number;
}>();
