import type * as z from "zod/mini";
import { assignment } from "../records/assignment.ts";
import { course } from "../records/course.ts";
import { onlineActivity } from "../records/online-activity.ts";

/** What is the same for every list of one kind. */
export type Category<Value extends object = object> = {
  /** As it is in a list's key and at the end of the route's path. */
  readonly name: string;
  /** Whether each employee has a list, or the company has one. */
  readonly owner: "employee" | "company";
  /** A record as the API answers it: its fields, and their order. */
  readonly record: z.ZodMiniObject<z.core.$ZodShape>;
  /**
   * A record as the table has it, which must parse to a `record`. A field that was added after rows had been written has
   * a default here (`z.extend(record, { field: z._default(rule, value) })`): those rows have no such attribute.
   */
  readonly stored: z.ZodMiniType<Value>;
  /** Where in a record the text is that no two records of a list share: the way to it, field by field. */
  readonly recordKey: readonly string[];
};

const category = <Value extends object>(definition: Category<Value>): Category<Value> => definition;

/** The lists that the table has. Routes, commands, documents and tests follow from this table. */
export const categories = {
  webinar: category({
    name: "webinar",
    owner: "employee",
    record: assignment,
    stored: assignment,
    recordKey: ["assignedCourseSerial"],
  }),
  offline: category({
    name: "offline",
    owner: "employee",
    record: assignment,
    stored: assignment,
    recordKey: ["assignedCourseSerial"],
  }),
  online: category({
    name: "online",
    owner: "employee",
    record: onlineActivity,
    stored: onlineActivity,
    // The API's first documentation shows no serial of the assignment.
    recordKey: ["course", "serial"],
  }),
  courses: category({
    name: "courses",
    owner: "company",
    record: course,
    stored: course,
    recordKey: ["serial"],
  }),
};

export type CategoryName = keyof typeof categories;

/** Those of which each employee has a list. */
export const employeesCategories = Object.values<Category>(categories).filter(({ owner }) => owner === "employee");

export type HasRecordKey = Pick<Category, "recordKey">;

/** The text that tells a record from the others of its list. */
export const recordKeyOf = ({ recordKey }: HasRecordKey, record: object): string =>
  recordKey.reduce<unknown>((value, field) => Reflect.get(Object(value), field), record) as string;
