import type * as z from "zod/mini";
import { type Category, type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import type { ListName } from "../../functions/shared/store/lists.ts";
import { exampleAssignment } from "./assignments.ts";

type RecordOf<Name extends CategoryName> = z.output<(typeof categories)[Name]["stored"]>;

/** One record of each category; a category without one is a type error. */
export const exampleRecords: { readonly [Name in CategoryName]: RecordOf<Name> } = {
  webinar: exampleAssignment,
  offline: { ...exampleAssignment, batch: { serial: "BATCH-EXP-01", name: "Offline Training Batch 1" } },
  online: {
    course: { serial: "COURSE-EXAMPLE1", name: "[ONLINE] Effisien Menggunakan Spreadsheet untuk Report" },
    postTest: 86.67,
    preTest: null,
    timeSpent: 873,
    completedAt: "2022-07-22",
    status: "completed",
  },
  courses: {
    serial: "COURSE-EXAMPLE1",
    name: "[ONLINE] Effisien Menggunakan Spreadsheet untuk Report",
    description: "Gunakan spreadsheet untuk report",
    type: "online",
  },
};

/** A record of each category: `key` is its record key, `number` tells it from others in another field too. */
const makers: { readonly [Name in CategoryName]: (key: string, number: number) => RecordOf<Name> } = {
  webinar: (key, number) => ({ ...exampleAssignment, assignedCourseSerial: key, postTestScore: number / 4 }),
  offline: (key, number) => ({ ...exampleAssignment, assignedCourseSerial: key, postTestScore: number / 4 }),
  online: (key, number) => ({
    course: { serial: key, name: `[ONLINE] Course ${number}` },
    postTest: number / 4,
    preTest: null,
    timeSpent: 873,
    completedAt: "2022-07-22",
    status: "completed",
  }),
  courses: (key, number) => ({
    serial: key,
    name: `[ONLINE] Course ${number}`,
    description: "Gunakan spreadsheet",
    type: "online",
  }),
};

/** The categories, for `it.each` and `describe.each`: `$name` in a title is the category's. */
export const allCategories: readonly Category[] = Object.values(categories);
export const employeesCategories = allCategories.filter(({ owner }) => owner === "employee");

/**
 * `count` records of a category with different keys, which start with `prefix` and are numbered from `first`.
 *
 * @param version records of the same key and another version differ
 */
export const recordsOf = (
  category: Category | CategoryName,
  count: number,
  prefix = "KEY",
  first = 1,
  version = 0,
): object[] => {
  const make = makers[typeof category === "string" ? category : (category.name as CategoryName)];
  return Array.from({ length: count }, (_, index) =>
    make(`${prefix}-${first + index}`, version * 1_000 + first + index),
  );
};

/** The list of a category that an employee has or, for a category of the company's, the company. */
export const categoryList = (category: Category, employeeID = "EMPLY1", companySerial = "CMP-A"): ListName => ({
  companySerial,
  category,
  employeeID: category.owner === "employee" ? employeeID : "",
});

/** A copy of the record with `value` in the field, or the field of a field, that `path` leads to. */
export const withField = (record: object, [field = "", ...inner]: readonly string[], value: unknown): object => ({
  ...record,
  [field]: inner.length > 0 ? withField(Object(Reflect.get(record, field)), inner, value) : value,
});
