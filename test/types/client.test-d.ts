import { expectTypeOf } from "vitest";
import type * as z from "zod/mini";
import type { companyPage, employeePage } from "../../functions/course-activity/contract.ts";
import type { TokenRequest, TokenResponse } from "../../functions/oauth-token/contract.ts";
import type { ErrorBody } from "../../functions/shared/errors/api-error.ts";
import type { assignment } from "../../functions/shared/records/assignment.ts";
import type { course } from "../../functions/shared/records/course.ts";
import type { onlineActivity } from "../../functions/shared/records/online-activity.ts";
import type { components, operations } from "../examples/openapi-types.ts";

// What clients get from the OpenAPI document is what the contracts say. Checked by `tsc`.

type Schemas = components["schemas"];
type EmployeeBody<Record extends z.ZodMiniType> = z.output<ReturnType<typeof employeePage<Record>>>;
type CompanyBody<Record extends z.ZodMiniType> = z.output<ReturnType<typeof companyPage<Record>>>;

expectTypeOf<Schemas["AssignmentPage"]>().toEqualTypeOf<EmployeeBody<typeof assignment>>();
expectTypeOf<Schemas["OnlineActivityPage"]>().toEqualTypeOf<EmployeeBody<typeof onlineActivity>>();
expectTypeOf<Schemas["CoursePage"]>().toEqualTypeOf<CompanyBody<typeof course>>();
expectTypeOf<Schemas["TokenRequest"]>().toEqualTypeOf<TokenRequest["body"]>();
expectTypeOf<Schemas["TokenAnswer"]>().toEqualTypeOf<TokenResponse>();
expectTypeOf<Readonly<Schemas["ErrorAnswer"]>>().toEqualTypeOf<ErrorBody>();

type Query<Name extends keyof operations> = operations[Name]["parameters"]["query"];
type EmployeeLists = "listWebinarCourses" | "listOfflineCourses" | "listOnlineCourses";

expectTypeOf<Query<EmployeeLists>>().toEqualTypeOf<{ page: number; pageSize: number }>();
expectTypeOf<Query<"listCourses">>().toEqualTypeOf<{ page: number; pageSize: number; name?: string }>();
