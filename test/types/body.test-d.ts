import { expectTypeOf } from "vitest";
import type { TokenResponse } from "../../functions/oauth-token/contract.ts";
import type { ErrorBody } from "../../functions/shared/errors/api-error.ts";
import type { ListRequest, ListResponse } from "../../functions/webinar-activity/contract.ts";

// Checked by `tsc`, which fails `npm run check` where a type is no longer the contract's.

expectTypeOf<ListResponse>().toEqualTypeOf<{
  status: "success";
  message: "Success";
  data: {
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
  }[];
}>();

expectTypeOf<ListRequest>().toEqualTypeOf<{
  path: { employeeID: string };
  query: { page: number; pageSize: number };
}>();

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
