import { describe, expect, it } from "vitest";
import { pageLinks } from "../../../functions/course-activity/links.ts";
import { listRoute } from "../../../functions/shared/http/routes.ts";
import { linksIn } from "../../support/links.ts";
import { allCategories } from "../../support/records.ts";

const name = "😀".repeat(300);
const searched = allCategories.filter(({ owner }) => owner === "company");

describe.each(searched)("links of a search of $name by a name that is too long for all four", (category) => {
  it.each([
    { total: 0, page: 1, relations: ["first", "last"] },
    { total: 10, page: 1, relations: ["first", "last"] },
    { total: 30, page: 1, relations: ["next"] },
    { total: 30, page: 2, relations: ["prev", "next"] },
    { total: 30, page: 3, relations: ["prev"] },
  ])("page $page of $total records has $relations", ({ total, page, relations }) => {
    const rawQuery = `${new URLSearchParams({ name })}`;
    const baseUrl = "https://api.example.com";
    const link = pageLinks({ baseUrl, route: listRoute(category), rawQuery, name, page, pageSize: 10, total });
    expect(Object.keys(linksIn(link))).toEqual(relations);
    expect(link.length).toBeLessThanOrEqual(7_600);
  });
});
