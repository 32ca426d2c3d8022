import { expectTypeOf } from "vitest";
import type * as z from "zod/mini";
import type { CompanyPage, EmployeePage, ListRequest, listRequests } from "../../functions/course-activity/contract.ts";
import type { TokenResponse } from "../../functions/oauth-token/contract.ts";
import type { ErrorBody } from "../../functions/shared/errors/api-error.ts";
import type { Assignment } from "../../functions/shared/records/assignment.ts";
import type { Course } from "../../functions/shared/records/course.ts";
import type { OnlineActivity } from "../../functions/shared/records/online-activity.ts";

// Checked by `tsc`, which fails `npm run check` where a type is no longer the contract's.

expectTypeOf<Assignment>().toEqualTypeOf<{
  course: { serial: string; name: string };
  batch: { serial: string; name: string };
  absentReason: string;
  assignedCourseSerial: string;
  feedback: string;
  isAttend: boolean;
  userAssignedStatus: "Ongoing" | "Cleared" | "Failed";
  postActivityStatus: "NOT STARTED" | "IN PROGRESS" | "COMPLETED" | "EXPIRED" | "";
  postTestAttempt: number;
  postTestScore: number;
  postTestPassingScore: number | null;
}>();

expectTypeOf<OnlineActivity>().toEqualTypeOf<{
  course: { serial: string; name: string };
  postTest: number | null;
  preTest: number | null;
  timeSpent: number;
  completedAt: string;
  status: "not_started" | "in_progress" | "completed" | "expired" | "failed";
}>();

expectTypeOf<Course>().toEqualTypeOf<{
  serial: string;
  name: string;
  description: string;
  type: "online" | "webinar" | "offline";
}>();

expectTypeOf<EmployeePage<Assignment>>().toEqualTypeOf<{
  readonly status: "success";
  readonly message: "Success";
  readonly data: readonly Assignment[];
}>();

expectTypeOf<CompanyPage<Course>>().toEqualTypeOf<{
  readonly status: "success";
  readonly message: "Success";
  readonly data: {
    readonly currentPage: number;
    readonly totalItems: number;
    readonly totalPage: number;
    readonly items: readonly Course[];
  };
}>();

expectTypeOf<z.output<(typeof listRequests)["employee"]>>().toExtend<ListRequest>();
expectTypeOf<z.output<(typeof listRequests)["company"]>>().toExtend<ListRequest>();

expectTypeOf<TokenResponse>().toEqualTypeOf<{
  status: "success";
  message: "success";
  data: { accessToken: string; expiresIn: string; tokenType: "bearer" };
}>();

expectTypeOf<ErrorBody>().toEqualTypeOf<{
  readonly errorCode: number;
  readonly message: string;
  readonly detail: string;
}>();
