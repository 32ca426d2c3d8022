import { bodyOf, companyOf, itemsOf, verify } from "./parts.ts";
import { assignments, listRequest } from "./schemas.ts";

/**
 * What a peer's route does, whatever the framework: token, look-up of the client, validation, page. What it throws is
 * the framework's to answer.
 */
export const listCourses = async (authorization: string | undefined, input: unknown) => {
  const company = await companyOf(await verify(authorization));
  const { employeeID, page, pageSize } = listRequest.parse(input);
  return bodyOf(assignments.parse(await itemsOf(company, employeeID, page, pageSize)));
};
