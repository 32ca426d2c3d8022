export const JSON_TYPE = "application/json; charset=utf-8";

export type JsonResult = {
  statusCode: number;
  headers: { "Content-Type": string } & Record<string, string>;
  body: string;
};

/** @returns an answer with `body` as JSON, its fields in the order of the object */
export const json = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): JsonResult => ({
  statusCode,
  headers: { "Content-Type": JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});
