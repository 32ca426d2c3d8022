import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { type Api, startApi } from "../../support/api.ts";
import { lambdaContext, listEvent } from "../../support/events.ts";
import { allCategories, categoryList, recordsOf } from "../../support/records.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe.each(allCategories)("a field that a stored record of $name has got since rows were written", (category) => {
  const { stored } = category;
  /** What the field's author writes, and one who forgets the default. */
  const extended = z.extend(category.record, { mentorName: z._default(z.string(), "unknown") });
  const withoutDefault = z.extend(category.record, { mentorName: z.string() });
  const useSchema = (schema: z.ZodMiniType<object>) => Object.assign(category, { stored: schema });
  afterEach(() => {
    useSchema(stored);
    api.log.errors.length = 0;
  });

  const rows = recordsOf(category, 3);
  const withoutField = (row = {}, field: string) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
  /** A company with these rows, and what is answered of them. */
  const companyWith = async (name: string, ...records: object[]) => {
    const clientID = `${category.name}-${name}`;
    const list = categoryList(category, "EMPLY1", `CMP-${clientID}`);
    const { put } = api.storage;
    await put("clients", { clientID, companySerial: list.companySerial, enabled: true, label: "" });
    await put("assignments", { listKey: listKey(list), position: 0, total: records.length, version: "v" });
    for (const [index, record] of records.entries()) {
      await put("assignments", { listKey: listKey(list), position: index + 1, ...record });
    }
    const ask = async () => {
      const token = await api.issuer.sign({ client_id: clientID });
      // Not against the document, which does not have the field.
      const { statusCode, body = "" } = await api.undocumented(listEvent({ category, token }), lambdaContext());
      const json = JSON.parse(body);
      return { statusCode, json, records: json.data?.items ?? json.data };
    };
    return { list, ask };
  };

  it("is answered with its default, after the others", async () => {
    const { ask } = await companyWith("old", ...rows);
    useSchema(extended);
    const { statusCode, records } = await ask();
    expect(statusCode).toBe(200);
    expect(JSON.stringify(records)).toBe(JSON.stringify(rows.map((row) => ({ ...row, mentorName: "unknown" }))));
  });

  it("is answered as it is stored where a row has it", async () => {
    const { ask } = await companyWith("new", { ...rows[0], mentorName: "Ibu Ratna" });
    useSchema(extended);
    expect((await ask()).records).toEqual([{ ...rows[0], mentorName: "Ibu Ratna" }]);
  });

  it("is code 170 where the row has the wrong type in it, or where the schema has no default", async () => {
    const { ask } = await companyWith("wrong", { ...rows[0], mentorName: 7 });
    const { ask: askOld } = await companyWith("no-default", ...rows);
    useSchema(extended);
    expect(await ask()).toMatchObject({ statusCode: 500, json: { errorCode: 170 } });
    useSchema(withoutDefault);
    expect(await askOld()).toMatchObject({ statusCode: 500, json: { errorCode: 170 } });
    for (const line of api.log.errors) expect(line).toMatchObject({ position: 1, fields: ["mentorName"] });
    expect(api.log.errors).toHaveLength(2);
  });

  it("leaves it code 170 where one of today's required fields is missing", async () => {
    const [field = ""] = Object.keys(category.record.shape);
    const { ask } = await companyWith("broken", withoutField(rows[0], field));
    useSchema(extended);
    expect(await ask()).toMatchObject({ statusCode: 500, json: { errorCode: 170 } });
    expect(api.log.errors[0]).toMatchObject({ fields: [field] });
  });

  it.each([
    ["upsert", upsert],
    ["replace", replace],
  ])("makes %s rewrite exactly the rows whose value is not the default", async (name, plan) => {
    const { list } = await companyWith(name, ...rows);
    useSchema(extended);
    const { writer } = api.storage;
    const given: object[] = rows.map((row) => z.parse(extended, row));
    expect((await writer.change(list, plan(category, given))).written).toBe(0);
    const changed = given.map((row, index) => (index === 1 ? { ...row, mentorName: "Ibu Ratna" } : row));
    expect((await writer.change(list, plan(category, changed))).written).toBe(1);
    expect((await writer.preview(list, plan(category, changed))).before.records).toEqual(changed);
  });
});
