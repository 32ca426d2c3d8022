export type Header = {
  readonly description: string;
  /** Whether every answer that lists this header has it. */
  readonly required: boolean;
  readonly schema: object;
  readonly example?: string | number;
};

const text = { type: "string" } as const;

/** The response headers in the document's components. */
export const headers = {
  "X-Request-Id": {
    description: "Identifies this request. Quote it when you ask about an answer.",
    required: true,
    schema: text,
    example: "bbed5ef9-a7e8-492d-a945-15f767220b46",
  },
  "X-Total-Count": {
    description: "The list's total number of records; for a search, of those that it found.",
    required: true,
    schema: { type: "integer", format: "int64", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    example: 137,
  },
  Link: {
    description:
      "The other pages (RFC 8288), as absolute URLs: `first`, `prev`, `next`, `last`. There is no `next` on the last page and " +
      "past it, and no `prev` on the first.",
    required: true,
    schema: text,
    example:
      '<https://api.example.com/ruangkerja/dashboard/users/EMPLY100/courses/webinar?page=2&pageSize=10>; rel="next"',
  },
  NextLink: {
    description: "The next page (RFC 8288), as an absolute URL, while `hasMore` is true.",
    required: false,
    schema: text,
    example:
      '<https://api.example.com/ruangkerja/dashboard/course-activity-changes?pageSize=10&since=AfRg>; rel="next"',
  },
  HelpLink: {
    description: 'Points to the errorCode in this documentation, with `rel="help"`, if the deployment has its URL.',
    required: false,
    schema: text,
    example: '<https://docs.example.com/errors#123>; rel="help"',
  },
  ETag: {
    description: "Identifies the page's contents. Send it back as `If-None-Match`.",
    required: true,
    schema: text,
    example: 'W/"XIYbiYPu-40XJXd2QiomAH"',
  },
  "Cache-Control": {
    description:
      "`private, no-cache` for a page: keep it, and revalidate it with `If-None-Match`. Otherwise `no-store`.",
    required: true,
    schema: { type: "string", enum: ["private, no-cache", "no-store"] },
  },
  Vary: {
    description: "The body's encoding depends on `Accept-Encoding`.",
    required: true,
    schema: { type: "string", const: "Accept-Encoding" },
  },
  "Content-Encoding": {
    description: "How a body of 1,000 bytes or more is compressed, if `Accept-Encoding` allows it.",
    required: false,
    schema: { type: "string", enum: ["br", "gzip"] },
  },
  "WWW-Authenticate": {
    description: "What is wrong with the token (RFC 6750, section 3).",
    required: true,
    schema: text,
  },
  "Retry-After": {
    description: "Seconds to wait before the next attempt.",
    required: true,
    schema: { type: "integer", format: "int32", minimum: 1, maximum: 60 },
    example: 1,
  },
  Allow: { description: "The methods that this path supports.", required: true, schema: text, example: "GET" },
} as const satisfies Record<string, Header>;

export type HeaderName = keyof typeof headers;

/** @returns references to a response's headers */
export const headerRefs = (names: readonly HeaderName[]) =>
  Object.fromEntries(
    names.map((name) => [name.endsWith("Link") ? "Link" : name, { $ref: `#/components/headers/${name}` }]),
  );
