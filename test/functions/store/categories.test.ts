import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { categories, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { allCategories, categoryList, exampleRecords, recordsOf } from "../../support/records.ts";

describe.each(Object.entries(categories))("the category %s", (name, category) => {
  const example = exampleRecords[name as keyof typeof categories];

  it("has its name in the table, in its lists' keys and at the end of its route", () => {
    expect(category.name).toBe(name);
    expect(listKey(categoryList(category, "E"))).toBe(`CMP-A#${name}#${category.owner === "employee" ? "E" : ""}`);
    expect(partsOf(listRoute(category)).path.endsWith(`/${name}`)).toBe(true);
  });

  it("has a route of its own, which names the employee exactly where the list is one's", () => {
    expect(allCategories.map(listRoute).filter((route) => route === listRoute(category))).toHaveLength(1);
    expect(listRoute(category).includes("{employeeID}")).toBe(category.owner === "employee");
  });

  it("answers exactly the record's fields of what is stored, in their order", () => {
    const reversed = Object.fromEntries([...Object.entries(example), ["internalNote", "x"]].reverse());
    expect(JSON.stringify(z.parse(category.stored, reversed))).toBe(JSON.stringify(example));
    expect(Object.keys(example)).toEqual(Object.keys(category.record.shape));
    expect(JSON.stringify(z.parse(category.record, reversed))).toBe(JSON.stringify(example));
  });

  it("has at its record's key a text that is required and may not be empty", () => {
    const records = recordsOf(category, 2);
    expect(records.map((record) => recordKeyOf(category, record))).toEqual(["KEY-1", "KEY-2"]);
    expect(records.map((record) => z.safeParse(category.stored, record).success)).toEqual([true, true]);
    const [withoutKey] = JSON.parse(JSON.stringify(records).replace("KEY-1", ""));
    expect(recordKeyOf(category, withoutKey)).toBe("");
    expect(z.safeParse(category.stored, withoutKey).success).toBe(false);
  });

  it("needs every field of a stored record", () => {
    for (const field of Object.keys(example)) {
      const { [field]: _, ...others } = example as Record<string, unknown>;
      expect({ field, valid: z.safeParse(category.stored, others).success }).toEqual({ field, valid: false });
    }
  });
});
