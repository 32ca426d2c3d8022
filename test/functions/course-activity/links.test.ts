import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pageLinks } from "../../../functions/course-activity/links.ts";
import { linksIn } from "../../support/links.ts";

const base = {
  baseUrl: "https://api.example.com",
  route: "GET /ruangkerja/dashboard/users/{employeeID}/courses/webinar",
  employeeID: "E1",
  rawQuery: "page=2&pageSize=10",
  pageSize: 10,
};
const pages = (page: number, total: number) =>
  Object.fromEntries(
    Object.entries(linksIn(pageLinks({ ...base, page, total }))).map(([relation, url]) => [
      relation,
      Number(new URL(url).searchParams.get("page")),
    ]),
  );

describe("the Link header", () => {
  it("names first, prev, next and last as absolute URLs on the public host", () => {
    expect(pageLinks({ ...base, page: 2, total: 35 })).toBe(
      [
        '<https://api.example.com/ruangkerja/dashboard/users/E1/courses/webinar?page=1&pageSize=10>; rel="first"',
        '<https://api.example.com/ruangkerja/dashboard/users/E1/courses/webinar?page=1&pageSize=10>; rel="prev"',
        '<https://api.example.com/ruangkerja/dashboard/users/E1/courses/webinar?page=3&pageSize=10>; rel="next"',
        '<https://api.example.com/ruangkerja/dashboard/users/E1/courses/webinar?page=4&pageSize=10>; rel="last"',
      ].join(", "),
    );
  });

  it("has no prev on the first page and no next on the last", () => {
    expect(pages(1, 35)).toEqual({ first: 1, next: 2, last: 4 });
    expect(pages(4, 35)).toEqual({ first: 1, prev: 3, last: 4 });
  });

  it("has no next on the last full page where the total is an exact multiple of pageSize", () => {
    expect(pages(3, 30)).toEqual({ first: 1, prev: 2, last: 3 });
  });

  it("leads back to the last page from past the end, and has no next there", () => {
    expect(pages(5, 35)).toEqual({ first: 1, prev: 4, last: 4 });
    expect(pages(99, 35)).toEqual({ first: 1, prev: 4, last: 4 });
  });

  it("has one page for an empty list", () => {
    expect(pages(1, 0)).toEqual({ first: 1, last: 1 });
    expect(pages(2, 0)).toEqual({ first: 1, prev: 1, last: 1 });
  });

  it("keeps unknown query parameters, and gives page once where the query had it encoded otherwise", () => {
    const links = linksIn(pageLinks({ ...base, page: 2, total: 35, rawQuery: "sort=a%20b&page=%32&pageSize=10&x" }));
    expect(links["next"]).toBe(
      "https://api.example.com/ruangkerja/dashboard/users/E1/courses/webinar?sort=a+b&page=3&pageSize=10&x=",
    );
  });

  it("takes a question mark that the query begins with for a part of a name", () => {
    const links = linksIn(pageLinks({ ...base, page: 1, total: 35, rawQuery: "?a=b" }));
    expect(links["next"]).toContain("?%3Fa=b&pageSize=10&page=2");
  });

  it("encodes an employee ID and a query that try to break out of the header", () => {
    const header = pageLinks({ ...base, page: 1, total: 1, employeeID: 'a/b?#%$&">; rel="x', rawQuery: 'y=">,\r\n<' });
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    const url = new URL(linksIn(header)["first"] ?? "");
    expect(decodeURIComponent(url.pathname.split("/")[4] ?? "")).toBe('a/b?#%$&">; rel="x');
    expect(Object.keys(linksIn(header))).toEqual(["first", "last"]);
  });

  it("drops unknown parameters rather than outgrow what gateways take as headers", () => {
    const longest = { ...base, employeeID: "\u{10ffff}".repeat(128), page: 2, total: 1_000 };
    expect(pageLinks({ ...longest, rawQuery: `page=2&pageSize=10&x=${"x".repeat(8_000)}` })).toBe(
      pageLinks({ ...longest, rawQuery: "page=2&pageSize=10" }),
    );
    expect(pageLinks({ ...longest, rawQuery: `x=${"x".repeat(8_000)}` }).length).toBeLessThan(8_000);
  });

  it("keeps them up to 6,000 bytes, and drops them where it would be longer", () => {
    const linksWith = (x: number, total: number) =>
      pageLinks({ ...base, page: 2, total, rawQuery: `x=${"x".repeat(x)}` });
    // The query stands in it four times; the digits of the last page's number make up for the rest.
    const total = [35, 350, 3_500, 35_000].find((total) => (6_000 - linksWith(0, total).length) % 4 === 0) ?? 0;
    const x = (6_000 - linksWith(0, total).length) / 4;
    expect(linksWith(x, total)).toHaveLength(6_000);
    expect(linksWith(x + 1, total)).toBe(pageLinks({ ...base, page: 2, total, rawQuery: "" }));
  });

  it("of a search keeps the name where unknown parameters are dropped, and then leaves out first and last", () => {
    const search = { ...base, route: "GET /ruangkerja/dashboard/courses", employeeID: undefined, page: 2, total: 35 };
    const linksFor = (name: string, more = "") =>
      pageLinks({ ...search, name, rawQuery: `page=2&pageSize=10&name=${encodeURIComponent(name)}${more}` });
    const namesIn = (header: string) =>
      Object.fromEntries(
        Object.entries(linksIn(header)).map(([relation, url]) => [relation, new URL(url).searchParams.get("name")]),
      );
    expect(namesIn(linksFor("a&b=c", `&x=${"x".repeat(8_000)}`))).toEqual({
      first: "a&b=c",
      prev: "a&b=c",
      next: "a&b=c",
      last: "a&b=c",
    });
    expect(linksFor("a", `&x=${"x".repeat(8_000)}`)).not.toContain("xxx");
    const longest = "😀".repeat(300);
    expect(namesIn(linksFor(longest))).toEqual({ prev: longest, next: longest });
    expect(linksFor(longest).length).toBeLessThan(7_700);
  });

  it("walks every list completely and ends, for any total and pageSize", () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.integer({ min: 1, max: 100 }), (total, pageSize) => {
        const visited: number[] = [];
        let page: number | undefined = 1;
        while (page !== undefined) {
          visited.push(page);
          const { next } = linksIn(pageLinks({ ...base, page, pageSize, total }));
          page = next === undefined ? undefined : Number(new URL(next).searchParams.get("page"));
        }
        const pageCount = Math.max(1, Math.ceil(total / pageSize));
        expect(visited).toEqual(Array.from({ length: pageCount }, (_, index) => index + 1));
      }),
      { numRuns: 50 },
    );
  });
});
