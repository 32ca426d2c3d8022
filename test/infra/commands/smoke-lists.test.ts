import { describe, expect, it } from "vitest";
import { type Category, categories, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { demoClient, readSample, type SampleList } from "../../../infra/reference/sample.ts";
import * as change from "../../support/smoke-breakages.ts";
import { tamperedApi } from "../../support/tampered-api.ts";
import type { Tamper } from "../../support/tampering-proxy.ts";

const { smokeListWith } = tamperedApi();
const sample = await readSample();
const all = Object.values<Category>(categories);

/** The list of the sample that the smoke test reads. */
const listOf = ({ name, owner }: Category): readonly object[] =>
  sample.find(
    ({ category, companySerial, employeeID }) =>
      category === name &&
      companySerial === demoClient.companySerial &&
      employeeID === (owner === "employee" ? "JOHNILXV3QAJJEL3" : ""),
  )?.records ?? [];

const refused = change.instead(400, {});

describe.each(all)("the smoke test of $name notices", (category) => {
  const list = listOf(category);
  const pageSize = Math.ceil(list.length / 2);
  const page = (number: number, size = pageSize) => change.page({ page: `${number}`, pageSize: `${size}` }, category);
  const keyAt = (index: number): string => recordKeyOf(category, list[index] ?? {});
  const keyName = category.recordKey.join(".");
  const first = "first page, token bare";
  const [walk, order] = ["walk to the end", "the same order again"];
  const data = category.owner === "employee" ? "data" : "data.items";
  const replaceKey = (record: object, key: string): object =>
    category.recordKey.reduceRight<unknown>(
      (value, field, depth) => ({ ...parentOf(record, category.recordKey.slice(0, depth)), [field]: value }),
      key,
    ) as object;

  it("has two pages to read", () => {
    expect(list.length).toBeGreaterThan(2);
    expect(checks.filter(({ list: of }) => of === category.name).length).toBeGreaterThan(8);
  });

  it.each<[what: string, on: change.Wanted, tamper: Tamper, failed: string[], remark: RegExp]>([
    [
      "a field too much",
      change.once(page(1)),
      change.firstRecord((record) => ({ ...record, more: 1 })),
      [first],
      new RegExp(`^body ${data}\\.0 fields: .*, more$`),
    ],
    [
      "a field too few",
      change.once(page(1)),
      change.firstRecord((record) => Object.fromEntries(Object.entries(record).slice(1))),
      [first],
      new RegExp(`^body ${data}\\.0\\.`),
    ],
    [
      "another order of fields",
      change.once(page(1)),
      change.firstRecord(change.reversed),
      [first],
      new RegExp(`^body ${data}\\.0 fields: `),
    ],
    [
      "a record too few",
      page(2),
      change.records((some) => some.slice(1)),
      [walk],
      /^body data: \d+ of \d+ records, \d+$/,
    ],
    [
      "a record that comes twice",
      page(2),
      change.records(([record, ...others]) => [replaceKey(record ?? {}, keyAt(0)), ...others]),
      [walk],
      new RegExp(`^${keyName}: each once, ${keyAt(0)} on pages 1 and 2$`),
    ],
    [
      "an order that depends on the page's size",
      page(1, 100),
      change.records(([one, two, ...others]) => [two, one, ...others]),
      [order],
      new RegExp(`^record 1: ${keyAt(0)}, ${keyAt(1)}$`),
    ],
    ["a refusal", change.once(page(1)), refused, [first], /^status: 200, 400 with 2 bytes of JSON/],
  ])("%s", async (_, on, tamper, failed, remark) => {
    const seen = await smokeListWith(category.name, change.on(on, tamper), "--page-size", `${pageSize}`);
    expect(seen.failed).toEqual(failed.map((name) => `${category.name}: ${name}`));
    expect(seen.remarks(`${category.name}: ${failed[0]}`)[0]).toMatch(remark);
    for (const name of seen.notRun) expect(name).toMatch(new RegExp(`^${category.name}: `));
  });
});

/** The object that has the last field of a path. */
const parentOf = (record: object, path: readonly string[]): object =>
  path.reduce<object>((value, field) => Object(Reflect.get(value, field)), record);

describe.each(all.filter(({ owner }) => owner === "company"))(
  "the smoke test of $name notices, of the company's",
  (category) => {
    const [first, search, unknown, refusals] = [
      ...["first page, token bare", "search by name", "unknown name", "name empty, too long or repeated"],
    ].map((check) => `${category.name}: ${check}`);
    const isSearch: change.Wanted = (exchange) => change.page({}, category)(exchange) && exchange.query.has("name");
    const isUnknown: change.Wanted = (exchange) =>
      isSearch(exchange) && `${exchange.query.get("name")}`.startsWith("smoke-");
    const isKnown: change.Wanted = (exchange) => isSearch(exchange) && !isUnknown(exchange);

    it.each<[what: string, on: change.Wanted, tamper: Tamper, failed: (string | undefined)[], remark: RegExp]>([
      [
        "totals in the body that the headers do not have",
        change.once(change.page({}, category)),
        change.data({ totalPage: 77 }),
        [first],
        /^body data\.totalPage: \d+, 77$/,
      ],
      [
        "a record that was not searched for",
        isKnown,
        change.firstRecord((record) => ({ ...record, name: "another" })),
        [search],
        /^body name: a name with .*, another$/,
      ],
      ["a search that is refused", isKnown, refused, [search], /^status: 200, 400/],
      [
        "a search that selects nothing",
        isKnown,
        (exchange) => {
          exchange.headers["x-total-count"] = "0";
          exchange.headers["link"] = `${exchange.headers["link"]}`.replace(/(?<=[?&]page=)\d+(?=[^<]*"last")/, "1");
          change.data({ totalItems: 0, totalPage: 0, items: [] })(exchange);
        },
        [search],
        /^body records: one with .*, none$/,
      ],
      [
        "records for a name that none has",
        isUnknown,
        change.header("x-total-count", () => "3"),
        [unknown],
        /Count: 0, 3$|items|totalItems/,
      ],
      [
        "a bad name that is taken",
        ({ path, query, asked }) =>
          path.endsWith(`/dashboard/${category.name}`) &&
          asked.authorization !== undefined &&
          ["", "a", "x".repeat(301)].includes(`${query.get("name")}`),
        change.instead(200, { status: "success", message: "Success", data: [] }),
        [refusals],
        /^status: 400, 200/,
      ],
    ])("%s", async (_, on, tamper, failed, remark) => {
      const seen = await smokeListWith(category.name, change.on(on, tamper));
      expect(seen.failed).toEqual(failed);
      expect(seen.remarks(`${failed[0]}`)[0]).toMatch(remark);
    });

    it("passes for a company without a catalogue, and says so", async () => {
      const { failed, note } = await smokeListWith(
        category.name,
        () => {},
        "--client-id",
        "other",
        "--client-secret",
        "other-secret",
        "--employee",
        "EMPLY001",
      );
      expect(failed).toEqual([]);
      const isTheirs = (list: SampleList) => list.category === category.name && list.companySerial === "CMP-OTHER";
      const isEmpty = !sample.some((list) => isTheirs(list) && list.records.length > 0);
      const empty = "the list is empty, so no record was checked: give a client whose company has some";
      expect(note(`${first}`)).toBe(isEmpty ? empty : undefined);
      expect(note(`${search}`)).toMatch(isEmpty ? /^the list is empty$/ : /^\d+ records with /);
    });
  },
);
