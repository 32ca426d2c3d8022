import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ListName, listKey } from "../../functions/shared/store/lists.ts";
import { allCategories, categoryList, recordsOf } from "../support/records.ts";
import { recordsIn, startService } from "./service.ts";
import { EMPLOYEE, expectAnswer, listRequest, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Puts a list's items as they are: the writer would refuse the list that an earlier attempt has left. */
const putList = async (list: ListName, records: readonly object[]) => {
  const items = [{ total: records.length, version: "v1" }, ...records];
  for (const [position, item] of items.entries()) {
    await world.storage.put("assignments", { listKey: listKey(list), position, ...item });
  }
};

/** The searches of a list are read from the same items. */
const waysTo = ({ owner }: (typeof allCategories)[number]) => [undefined, ...(owner === "company" ? ["course"] : [])];

describe("a stored record that breaks its schema", () => {
  it.for(allCategories)(
    "in $name makes 170 of each page that has it, and of no other",
    async (category, { task, onTestFinished }) => {
      const records = recordsOf(category, 13);
      const list = categoryList(category, EMPLOYEE);
      await putList(list, records);
      const service = await startService("course-activity", world);
      onTestFinished(service.stop);
      const ask = (name: string | undefined, page = 1) =>
        service.ask(listRequest(world.token, { category, page, name }));
      const put = (record: object) =>
        world.storage.put("assignments", { listKey: listKey(list), position: 2, ...record });

      const [, good = {}] = records;
      const fields = Object.keys(category.record.shape);
      for (const field of fields) {
        const { [field]: _, ...without } = { ...good } as Record<string, unknown>;
        for (const broken of [without, { ...without, [field]: ["of another type"] }]) {
          await put(broken);
          const line = expectAnswer(await ask(undefined), 170);
          expect(line).toMatchObject({ category: category.name, position: 2, fields: [field] });
          expect(recordsIn(await ask(undefined, 2))).toEqual(records.slice(10));
        }
      }
      for (const name of waysTo(category)) {
        await put({ ...good, [`${fields[0]}`]: null });
        expectAnswer(await ask(name), 170);
        await put({ ...good, internalNote: "not in the contract" });
        const answer = await ask(name);
        expectAnswer(answer, 200);
        expect(recordsIn(answer)).toEqual(records.slice(0, 10));
      }
      task.meta.outcome = `170 for each of ${fields.length} fields`;
    },
  );

  it.for(allCategories)(
    "as the header of $name makes 170 of every page",
    async (category, { task, onTestFinished }) => {
      const list = categoryList(category, "HEADER");
      await putList(list, recordsOf(category, 3));
      const service = await startService("course-activity", world);
      onTestFinished(service.stop);
      for (const header of [{ total: -1, version: "v" }, { total: 3 }, { total: "3", version: "v" }]) {
        await world.storage.put("assignments", { listKey: listKey(list), position: 0, ...header });
        for (const name of waysTo(category)) {
          for (const page of [1, 2]) {
            const request = listRequest(world.token, { category, employeeID: "HEADER", page, name });
            expect(expectAnswer(await service.ask(request), 170)).toMatchObject({ position: 0 });
          }
        }
      }
      task.meta.outcome = "170 for each of 3 headers";
    },
  );
});
