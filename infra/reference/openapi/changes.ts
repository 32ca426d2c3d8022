import type { ChangedList, ChangesBody } from "../../../functions/course-activity/changes-contract.ts";
import { employeesCategories } from "../../../functions/shared/store/categories.ts";
import { MARGIN_MS } from "../../../functions/shared/store/changes-store.ts";
import { watermarkOf } from "../../../functions/shared/store/watermark.ts";
import { readErrorResponses } from "./errors.ts";
import { headerRefs } from "./headers.ts";
import { parameterSchemas } from "./schemas.ts";

/** The tag of the feed of changes. */
export const changesTag = {
  name: "Changes",
  description: "Which employees' lists have changed: one call instead of one for each employee.",
};

const SECONDS = MARGIN_MS / 1_000;

const DESCRIPTION = `Your company's employees' lists in the order of their last changes, oldest first: each list once, as it is
now. Without \`since\` these are all lists there are, and so all employees. The catalogue is not among them: ask for it with its
\`ETag\`.

**To keep a copy,** ask without \`since\`, then with each answer's \`next\`: at once while \`hasMore\` is true, otherwise when you
next want to know. Read each list that is named, unless you have its \`version\`. Keep \`next\` after you have stored what the
answer named, so that nothing is lost if you stop in between. A page may be shorter than \`pageSize\`, or empty, before the end.

**Every change comes at least once.** A list that changes while you read moves to the end, so it may come twice, and its last
version always comes. The last ${SECONDS} seconds are left out, because they may not be complete yet.

**A list that was emptied** has \`totalItems\` 0. One whose employee was removed has \`deleted\` for 30 days, and is 404 if you ask
for it. If your \`next\` is older than that, begin without \`since\`, and delete what is not named.`;

const EXAMPLE: ChangedList = {
  employeeID: "JOHNILXV3QAJJEL3",
  category: "webinar",
  totalItems: 137,
  changedAt: "2026-11-28T05:00:00.123Z",
  version: "0d6c0f8e-6a2f-4b6f-9a53-5b0c9f1f2a77",
};
const REMOVED: ChangedList = { ...EXAMPLE, employeeID: "EMPLY002", totalItems: 0, deleted: true };
const NEXT = watermarkOf("CMP-RUANGGURU", "001795842000123#webinar#JOHNILXV3QAJJEL3");

const bodyOf = (items: readonly ChangedList[], hasMore: boolean): ChangesBody => ({
  status: "success",
  message: "Success",
  data: { items, next: NEXT, hasMore },
});

const optionalHeader = (name: string, description: string) => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string", maxLength: 8_192, pattern: "^[\\t -~]*$" },
});

const HEADERS = ["X-Request-Id", "NextLink", "ETag", "Cache-Control", "Vary"] as const;

/** GET of the feed of changes. */
export const changesOperation = () => ({
  operationId: "listCourseActivityChanges",
  tags: [changesTag.name],
  summary: "List the changed lists",
  description: DESCRIPTION,
  security: [{ bearer: [] }, { bareToken: [] }],
  parameters: [
    {
      name: "pageSize",
      in: "query",
      required: true,
      description: "The largest number of lists on a page. More than 100 is an error.",
      schema: parameterSchemas().pageSize,
      example: 10,
    },
    // Without an example: tools would send it, and a watermark is of one company.
    {
      name: "since",
      in: "query",
      required: false,
      description:
        "The `next` of an earlier answer, or a time that is not in the future (RFC 3339 with an offset, whose `+` is `%2B` in a " +
        "query), at most once.",
      schema: { type: "string", maxLength: 1_000, pattern: "^[\\w.:+-]*$" },
    },
    {
      name: "category",
      in: "query",
      required: false,
      description: "Only lists of this category, at most once. Costs and `next` are the same as without it.",
      schema: { type: "string", enum: employeesCategories.map(({ name }) => name) },
    },
    optionalHeader("If-None-Match", "An `ETag` of the same request: 304 if the answer is unchanged."),
    optionalHeader("Accept-Encoding", "`br` or `gzip`, such as `br, gzip`: for bodies of 1,000 bytes or more."),
  ],
  responses: {
    200: {
      description: "The page.",
      headers: headerRefs([...HEADERS, "Content-Encoding"]),
      content: {
        "application/json": {
          schema: { $ref: "#/components/schemas/ChangesPage" },
          examples: {
            page: { summary: "A page", value: bodyOf([EXAMPLE, REMOVED], true) },
            empty: { summary: "Nothing changed", value: bodyOf([], false) },
          },
        },
      },
    },
    304: {
      description: "The page is unchanged: it still has the `ETag` in `If-None-Match`. There is no body.",
      headers: headerRefs(HEADERS),
    },
    ...readErrorResponses(),
  },
});
