import type { Category } from "../store/categories.ts";

// The API's routes as API Gateway route keys, for the functions, the stack and the local gateway.

export const TOKEN_ROUTE = "POST /oauth/token";
/** Which of a company's lists changed. */
export const CHANGES_ROUTE = "GET /ruangkerja/dashboard/course-activity-changes";
/** Every request that matches no other route. */
export const FALLBACK_ROUTE = "$default";

/** The route of a category's list. */
export const listRoute = ({ name, owner }: Pick<Category, "name" | "owner">): string =>
  owner === "employee"
    ? `GET /ruangkerja/dashboard/users/{employeeID}/courses/${name}`
    : `GET /ruangkerja/dashboard/${name}`;

/** @returns a route's method and the template of its path */
export const partsOf = (route: string): { method: string; path: string } => {
  const [method = "", path = ""] = route.split(" ");
  return { method, path };
};
