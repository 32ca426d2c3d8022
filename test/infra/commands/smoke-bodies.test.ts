import { describe } from "vitest";
import type { Check } from "../../../infra/commands/smoke/check.ts";
import { checks } from "../../../infra/commands/smoke/run.ts";
import {
  body,
  data,
  fields,
  firstRecord,
  granted,
  header,
  instead,
  once,
  page,
  reversed,
  text,
  without,
} from "../../support/smoke-breakages.ts";
import { tamperedApi } from "../../support/tampered-api.ts";

const { notices } = tamperedApi();
const TYPE = "application/json; charset=utf-8";
const namesOf = (isWanted: (check: Check) => boolean) => checks.filter(isWanted).map(({ name }) => name);

describe("the smoke test notices, without a token to go on with, as", () => {
  const notRun = namesOf(({ needs }) => needs !== undefined);
  notices(
    { on: granted, failed: ["token"], notRun },
    {
      "what is none of ours": [instead(500, { a: 1 }), `status: 200, 500 with 7 bytes of JSON, Content-Type ${TYPE}`],
      "API Gateway's own answer": [
        instead(503, { message: "Service Unavailable" }),
        'status: 200, 503, API Gateway\'s own {"message":"Service Unavailable"}: no function answered',
      ],
      "a missing field": [data({ expiresIn: undefined }), "body data.expiresIn: of type string, nothing"],
      "another token type": [data({ tokenType: "mac" }), 'body data.tokenType: one of "bearer", "mac"'],
      "a token that no header takes": [
        data({ accessToken: "a\nb" }),
        "body data.accessToken: printable ASCII, other characters, or none",
      ],
      "a token that is none": [data({ accessToken: 1 }), "body data.accessToken: of type string, 1"],
    },
  );
});

describe("the smoke test notices, and goes on with all other checks, as", () => {
  notices(
    { on: granted, failed: ["token"] },
    {
      "no Cache-Control": [without("cache-control"), "header Cache-Control: no-store, nothing"],
      "another Content-Type": [header("content-type", () => "text/plain"), `header Content-Type: ${TYPE}, text/plain`],
      "no X-Request-Id": [without("x-request-id"), "header X-Request-Id: a value like /./, nothing"],
      "an extra field": [fields({ extra: 1 }), "body fields: status, message, data, status, message, data, extra"],
      "another order of fields": [body(reversed), "body fields: status, message, data, data, message, status"],
    },
  );

  /** Of the many that ask for the first page: the check of its body comes first. */
  const firstOnly = () => {
    const isFirst = once(page({ pageSize: "50" }));
    return { on: isFirst, failed: ["webinar: first page, token bare"] };
  };
  const record = (changes: Record<string, unknown>) => firstRecord((json) => ({ ...json, ...changes }));
  const names = "course, batch, absentReason, assignedCourseSerial, .*, postTestPassingScore";
  const cases: Parameters<typeof notices>[1] = {
    "what is no JSON": [text("<html>"), `body: a JSON object, 6 bytes that are no JSON, Content-Type ${TYPE}`],
    "a list instead of an object": [
      body((json) => [json]),
      /^body: a JSON object, [\d,]+ bytes of JSON, Content-Type /,
    ],
    "another word for success": [fields({ status: "ok" }), 'body status: one of "success", "ok"'],
    "no data": [fields({ data: undefined }), "body data: of type array, nothing"],
    "an extra field": [fields({ total: 137 }), "body fields: status, message, data, status, message, data, total"],
    "a record without a field": [record({ isAttend: undefined }), "body data.0.isAttend: of type boolean, nothing"],
    "a record with an extra field": [
      record({ companySerial: "C" }),
      new RegExp(`^body data\\.0 fields: ${names}, ${names}, companySerial$`),
    ],
    "a record in another order": [
      firstRecord(reversed),
      new RegExp(`^body data\\.0 fields: ${names}, postTestPassingScore, .*, batch, course$`),
    ],
    "a course in another order": [
      firstRecord((json) => ({ ...json, course: reversed(json["course"]) })),
      "body data.0.course fields: serial, name, name, serial",
    ],
    "an unknown status": [
      record({ userAssignedStatus: "Done" }),
      'body data.0.userAssignedStatus: one of "Ongoing", "Cleared", "Failed", "Done"',
    ],
    "a negative score": [record({ postTestScore: -1 }), "body data.0.postTestScore: at least 0, -1"],
    "an empty serial": [
      record({ assignedCourseSerial: "" }),
      'body data.0.assignedCourseSerial: 1 to 128 characters, none of them a control character, ""',
    ],
    "too long a text, of which only the length is told": [
      record({ feedback: "x".repeat(5_001) }),
      "body data.0.feedback: 0 to 5000 characters, no control characters but new lines and tabs, 5001 characters",
    ],
  };
  for (const [title, broken] of Object.entries(cases)) notices(firstOnly(), { [title]: broken });
});

describe("the smoke test notices, without a first page to go on with, as", () => {
  const notRun = namesOf(({ list, needs }) => list === "webinar" && needs !== "token");
  notices(
    { on: page(), failed: ["webinar: first page, token bare"], notRun },
    {
      "API Gateway's own answer": [
        instead(403, { message: "Forbidden" }),
        'status: 200, 403, API Gateway\'s own {"message":"Forbidden"}: no function answered',
      ],
      "a redirect": [
        (exchange) => Object.assign(exchange, { status: 302, headers: { location: "https://a.b/" } }),
        "status: 200, 302, a redirect to https://a.b/",
      ],
    },
  );
});
