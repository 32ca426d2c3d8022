import type { CompanyPage, EmployeePage } from "../../../functions/course-activity/contract.ts";
import type { Category } from "../../../functions/shared/store/categories.ts";
import { MAX_SEARCHED } from "../../../functions/shared/store/search-store.ts";
import { textsOf } from "./category-texts.ts";
import { readErrorResponses } from "./errors.ts";
import { headerRefs } from "./headers.ts";
import { pageSchemaOf, parameterSchemas } from "./schemas.ts";

const reading = ({ records, empty }: { records: string; empty: string }) => `Oldest first; new ${records} appear at
the end, so the pages that you have read never shift.

**To read the whole list,** begin with \`page=1\` and follow the \`next\` of the header \`Link\` until there is none. ${empty}
If the number of ${records} is a multiple of \`pageSize\`, the last full page has no \`next\`. \`X-Total-Count\` is the total
number.

**To read it again cheaply,** keep each page's \`ETag\` and send it as \`If-None-Match\`: 304 means that the page is unchanged. Its
\`Link\` and \`X-Total-Count\` are always current, so you notice when the list has grown after an unchanged page.`;

const SEARCH = `**To search,** give a \`name\`: the list then has the courses that contain it, and \`Link\` and \`X-Total-Count\` are theirs. A
company has at most ${MAX_SEARCHED.toLocaleString("en")} courses. The first search that an instance of the API answers reads the whole
catalogue, which can take a second, and so does one after two seconds; all others only look whether the catalogue has changed.`;

/** What a list is by its owner. */
const owners = {
  employee: {
    empty: (records: string) =>
      `A page past the last one is 200 with an empty \`data\`; so is the first page of an employee without ${records}.`,
    isEmpty: (records: string) => `Past the last page, or no ${records}`,
    more: "",
  },
  company: {
    empty: () =>
      "A page past the last one is 200 with empty `items`; so is the first page of a company without a catalogue, with `totalPage` 0.",
    isEmpty: (records: string) => `No ${records}`,
    more: `\n\n${SEARCH}`,
  },
};

const descriptionOf = ({ name, owner }: Category): string => {
  const { about, records } = textsOf(name);
  return `${about} ${reading({ records, empty: owners[owner].empty(records) })}${owners[owner].more}`;
};

/** Without an example: tools would send it and get a 304, or a body that they cannot decode. */
const headerParameter = (name: string, description: string) => ({
  name,
  in: "header",
  required: false,
  description,
  schema: { type: "string", maxLength: 8_192, pattern: "^[\\t -~]*$" },
});

const parametersOf = ({ name, owner }: Category) => {
  const schemas = parameterSchemas();
  const employeeID = {
    name: "employeeID",
    in: "path",
    required: true,
    description: "The employee's ID in your company, percent-encoded.",
    schema: schemas.employeeID,
    example: "JOHNILXV3QAJJEL3",
  };
  // Without an example: tools would send it, and show a part of the list as the whole.
  const search = {
    name: "name",
    in: "query",
    required: false,
    description:
      "A part of the wanted courses' names, such as `spreadsheet`, at most once. Case does not matter, nor which of Unicode's " +
      "forms of a letter is sent.",
    schema: schemas.name,
  };
  return [
    ...(owner === "employee" ? [employeeID] : []),
    {
      name: "page",
      in: "query",
      required: true,
      description: "Which page, from 1. Plain decimal digits, and once.",
      schema: schemas.page,
      example: 1,
    },
    {
      name: "pageSize",
      in: "query",
      required: true,
      description: `The number of ${textsOf(name).records} on a page. More than 100 is an error.`,
      schema: schemas.pageSize,
      example: 10,
    },
    ...(owner === "company" ? [search] : []),
    headerParameter(
      "If-None-Match",
      'An `ETag` of this page, such as `W/"XIYbiYPu-40XJXd2QiomAH"`: 304 if the page is unchanged.',
    ),
    headerParameter("Accept-Encoding", "`br` or `gzip`, such as `br, gzip`: for bodies of 1,000 bytes or more."),
  ];
};

const PAGE_HEADERS = ["X-Request-Id", "X-Total-Count", "Link", "ETag", "Cache-Control", "Vary"] as const;

/** A page of these records, which are all that the list has. */
const pageOf = ({ owner }: Category, records: readonly object[]): EmployeePage<object> | CompanyPage<object> => {
  const success = { status: "success", message: "Success" } as const;
  if (owner === "employee") return { ...success, data: records };
  const totals = { currentPage: 1, totalItems: records.length, totalPage: records.length };
  return { ...success, data: { ...totals, items: records } };
};

/**
 * GET of a category's list.
 *
 * @param example a record
 */
export const listOperation = (category: Category, example: object) => {
  const { operationId, tag, summary, records } = textsOf(category.name);
  return {
    operationId,
    tags: [tag],
    summary,
    description: descriptionOf(category),
    security: [{ bearer: [] }, { bareToken: [] }],
    parameters: parametersOf(category),
    responses: {
      200: {
        description: "The page.",
        headers: headerRefs([...PAGE_HEADERS, "Content-Encoding"]),
        content: {
          "application/json": {
            schema: { $ref: `#/components/schemas/${pageSchemaOf(category)}` },
            examples: {
              page: { summary: "A page", value: pageOf(category, [example]) },
              empty: { summary: owners[category.owner].isEmpty(records), value: pageOf(category, []) },
            },
          },
        },
      },
      304: {
        description: "The page is unchanged: it still has the `ETag` in `If-None-Match`. There is no body.",
        headers: headerRefs(PAGE_HEADERS),
      },
      // A company without a list has an empty one.
      ...readErrorResponses(...(category.owner === "employee" ? (["employeeNotFound"] as const) : [])),
    },
  };
};
