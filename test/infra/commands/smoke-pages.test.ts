import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { readPage } from "../../../infra/commands/smoke/pages.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import {
  header,
  instead,
  link,
  nextLink,
  on,
  page,
  records,
  serials,
  stall,
  withoutLink,
} from "../../support/smoke-breakages.ts";
import { tamperedApi } from "../../support/tampered-api.ts";

const stubs = providerStubs();
const { notices, smokeListWith, url } = tamperedApi();

const walk = "webinar: walk to the end";
const order = "webinar: the same order again";
const pastTheEnd = "webinar: page past the end";
const lastPage = "webinar: last page, filled to the brim";
const headers = "webinar: first page's headers";
const unchanged = "webinar: unchanged page";
const unknown = "webinar: unknown parameter";

const of = (number: number, pageSize = 50) => page({ page: `${number}`, pageSize: `${pageSize}` });
const refused = instead(400, {});
const REFUSED = /^status: 200, 400 with 2 bytes of JSON/;

describe("the smoke test notices, and goes on with all other checks, at", () => {
  notices(
    { on: of(137, 1), failed: [lastPage] },
    {
      "there is a next": [
        nextLink(138),
        "header Link: first 1, prev 136, last 137, first 1, prev 136, next 138, last 137",
      ],
      "it is empty": [records(() => []), "body data: 1 of 137 records, 0"],
    },
  );
  notices(
    { on: of(4), failed: [pastTheEnd] },
    {
      "it is refused": [instead(404, {}), /^status: 200, 404 with 2 bytes of JSON/],
      "it has another prev": [link("prev", 2), "header Link: first 1, prev 3, last 3, first 1, prev 2, last 3"],
      "it has a next": [nextLink(5), "header Link: first 1, prev 3, last 3, first 1, prev 3, next 5, last 3"],
    },
  );

  notices(
    { on: of(1), failed: [unchanged, walk], notRun: [order] },
    {
      "X-Total-Count shrinks on the way": [header("x-total-count", () => "138"), "header X-Total-Count: 138, 137"],
    },
  );
  notices(
    { on: of(2), failed: [walk], notRun: [order] },
    {
      "a missing next": [withoutLink("next"), "header Link: first 1, prev 1, next 3, last 3, first 1, prev 1, last 3"],
      "a next that leads back": [
        link("next", 1),
        "header Link: first 1, prev 1, next 3, last 3, first 1, prev 1, next 1, last 3",
      ],
      "a short page": [records((all) => all.slice(1)), "body data: 50 of 137 records, 49"],
      "a record that comes twice": [
        serials(([, ...others]) => ["ASGC-T0MHUDPV", ...others]),
        "assignedCourseSerial: each once, ASGC-T0MHUDPV on pages 1 and 2",
      ],
      "a page that is refused": [refused, REFUSED],
    },
  );
  notices(
    { on: of(3), failed: [walk], notRun: [order] },
    {
      "a next on the last page": [nextLink(4), "header Link: first 1, prev 2, last 3, first 1, prev 2, next 4, last 3"],
      "a total that the pages do not have": [header("x-total-count", () => "138"), "body data: 38 of 138 records, 37"],
    },
  );
  notices(
    { on: of(1, 100), failed: [order] },
    {
      "it depends on the page's size": [
        serials(([one, two, ...others]) => [two, one, ...others]),
        /^record 1: ASGC-T0MHUDPV, ASGC-\w+$/,
      ],
      "it is refused": [refused, REFUSED],
    },
  );

  it(`${walk}: a page that never comes`, async () => {
    const seen = await smokeListWith("webinar", on(of(2), stall), "--timeout", "0.5");
    expect(seen.failed).toEqual([walk]);
    expect(seen.notRun).toEqual([order]);
    expect(seen.remarks(walk)).toEqual(["answer: one, none: no whole answer came within 0.5 s"]);
    expect(seen.table).toContain(
      "(GET /ruangkerja/dashboard/users/JOHNILXV3QAJJEL3/courses/webinar?page=2&pageSize=50)",
    );
  });

  it(`${walk}: links to another host, to which no token is sent`, async () => {
    const stranger = await stubs.start(answers(200));
    const { origin } = stranger.url;
    const seen = await smokeListWith(
      "webinar",
      on(
        page(),
        header("link", (value) => value.replaceAll(url(), origin)),
      ),
    );
    expect(seen.failed).toEqual([headers, unknown, unchanged, lastPage, pastTheEnd, walk]);
    expect(seen.remarks(walk)).toEqual([
      `header Link: first 1, next 2, last 3, first at ${origin}, next at ${origin}, last at ${origin}`,
    ]);
    expect(stranger.requests).toEqual([]);
  });
});

describe("a page's next", () => {
  const list = "https://api.example.com/list?page=1&pageSize=1";
  const nextOf = (target: string) => {
    const headers = new Headers({ "x-total-count": "2", link: `<${target}>; rel="next"` });
    const answer = { method: "GET", url: list, status: 200, headers, bytes: 0, json: undefined };
    return readPage(answer, categories.webinar, { page: 1, pageSize: 1 }).next;
  };

  it("is followed to the same list", () => {
    expect(nextOf(list.replace("page=1", "page=2"))).toBe("https://api.example.com/list?page=2&pageSize=1");
  });

  it.each([
    "https://api.example.org/list?page=2&pageSize=1",
    "http://api.example.com/list?page=2&pageSize=1",
    "https://api.example.com:8443/list?page=2&pageSize=1",
    "https://user@api.example.com/list?page=2&pageSize=1",
    "https://api.example.com/other?page=2&pageSize=1",
    "https://api.example.com/list?page=2&pageSize=2",
    "/list?page=2&pageSize=1",
  ])("is never followed to %s", (target) => {
    expect(nextOf(target)).toBeUndefined();
  });
});
