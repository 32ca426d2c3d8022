import { CHANGES_ROUTE, listRoute, TOKEN_ROUTE } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";

const routes = [TOKEN_ROUTE, ...Object.values<Category>(categories).map(listRoute), CHANGES_ROUTE].map(
  (route) => `\`${route}\``,
);

/** @param and the word before the last one */
export const allRoutes = (and: string): string => `${routes.slice(0, -1).join(", ")} ${and} ${routes.at(-1)}`;
