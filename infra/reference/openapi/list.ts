import { routes } from "../../../functions/shared/http/routes.ts";
import type { Assignment, ListResponse } from "../../../functions/webinar-activity/contract.ts";
import { errorResponses } from "./errors.ts";
import { headerRefs } from "./headers.ts";
import { parameterSchemas } from "./schemas.ts";

const DESCRIPTION = `The assignments of one employee of your company to webinar courses: attendance, status, post-test score. Oldest first; a new
assignment appears at the end, so the pages that you have read never shift.

**To read the whole list,** begin with \`page=1\` and follow the \`next\` of the header \`Link\` until there is none. A page past the
last one is 200 with an empty \`data\`; so is the first page of an employee without assignments. If the number of assignments
is a multiple of \`pageSize\`, the last full page has no \`next\`. \`X-Total-Count\` is the total number.

**To read it again cheaply,** keep each page's \`ETag\` and send it as \`If-None-Match\`: 304 means that the page is unchanged. Its
\`Link\` and \`X-Total-Count\` are always current, so you notice when the list has grown after an unchanged page.`;

/** Without an example: tools would send it and get a 304, or a body that they cannot decode. */
const headerParameter = (name: string, description: string) => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string", maxLength: 8_192, pattern: "^[\\t -~]*$" },
});

const parameters = () => {
  const { employeeID, page, pageSize } = parameterSchemas();
  return [
    {
      name: "employeeID",
      in: "path",
      required: true,
      description: "The employee's ID in your company, percent-encoded.",
      schema: employeeID,
      example: "JOHNILXV3QAJJEL3",
    },
    {
      name: "page",
      in: "query",
      required: true,
      description: "Which page, from 1. Plain decimal digits, and once.",
      schema: page,
      example: 1,
    },
    {
      name: "pageSize",
      in: "query",
      required: true,
      description: "The number of assignments on a page. More than 100 is an error.",
      schema: pageSize,
      example: 10,
    },
    headerParameter(
      "If-None-Match",
      'An `ETag` of this page, such as `W/"XIYbiYPu-40XJXd2QiomAH"`: 304 if the page is unchanged.',
    ),
    headerParameter("Accept-Encoding", "`br` or `gzip`, such as `br, gzip`: for bodies of 1,000 bytes or more."),
  ];
};

const PAGE_HEADERS = ["X-Request-Id", "X-Total-Count", "Link", "ETag", "Cache-Control", "Vary"] as const;

/** GET …/courses/webinar, with the published example record. */
export const listOperation = (example: Assignment) => {
  const page: ListResponse = { status: "success", message: "Success", data: [example] };
  return {
    operationId: "listWebinarCourses",
    tags: ["Webinar courses"],
    summary: "List an employee's webinar courses",
    description: DESCRIPTION,
    security: [{ bearer: [] }, { bareToken: [] }],
    parameters: parameters(),
    responses: {
      200: {
        description: "The page.",
        headers: headerRefs([...PAGE_HEADERS, "Content-Encoding"]),
        content: {
          "application/json": {
            schema: { $ref: "#/components/schemas/AssignmentPage" },
            examples: {
              page: { summary: "A page", value: page },
              empty: { summary: "Past the last page, or no assignments", value: { ...page, data: [] } },
            },
          },
        },
      },
      304: {
        description: "The page is unchanged: it still has the `ETag` in `If-None-Match`. There is no body.",
        headers: headerRefs(PAGE_HEADERS),
      },
      ...errorResponses(
        "requestNotValid",
        "tokenMissing",
        "tokenNotValid",
        "accessNotGranted",
        "employeeNotFound",
        "endpointNotFound",
        "methodNotAllowed",
        "notAcceptable",
        "formatNotSupported",
        "storedRecordNotValid",
        "internal",
        "unavailable",
        "deadlineExceeded",
      ),
    },
  };
};

export const LIST_PATH = routes.webinarActivity.replace("GET ", "");
