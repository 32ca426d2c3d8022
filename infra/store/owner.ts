import * as z from "zod/mini";
import { companySerial } from "../../functions/shared/auth/client-registry.ts";
import { singleLine } from "../../functions/shared/characters.ts";
import { type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import type { ListName } from "../../functions/shared/store/lists.ts";

// How import and export files, and the sample, name a list.

/** The owner of an employee's list. */
export const owner = z.object({ companySerial, employeeID: singleLine(1, 128) });

const NO_EMPLOYEE = "must be left out or empty: the company itself has this list";

/** Who has a list, by its category's `owner`; the employee of a company's own list is empty. */
export const owners = {
  employee: owner,
  company: z.object({ companySerial, employeeID: z._default(z.literal("", NO_EMPLOYEE), "") }),
};

export const categoryNames = Object.keys(categories) as CategoryName[];
export const categoryName = z.enum(categoryNames, `must be one of ${categoryNames.join(", ")}`);

/** The category of a row that names none. */
export const DEFAULT_CATEGORY = "webinar" satisfies CategoryName;

/** A list by its category's name. */
export type ListOwner = z.output<typeof owner> & { readonly category: CategoryName };

/** The fields that name a row's list; all others are its record's. */
export const OWNER_FIELDS: readonly string[] = [
  "companySerial",
  "employeeID",
  "category",
] satisfies (keyof ListOwner)[];

export const listNamed = ({ companySerial, category, employeeID }: ListOwner): ListName => ({
  companySerial,
  category: categories[category],
  employeeID,
});

export const ownerOf = ({ companySerial, category, employeeID }: ListName): ListOwner => ({
  companySerial,
  employeeID,
  // The table's keys are the names.
  category: category.name as CategoryName,
});

/** @returns the fields that name a list in a line of NDJSON, in the order in which they are written */
export const ownerFields = ({ companySerial, category, employeeID }: ListName): Partial<Record<string, string>> => ({
  companySerial,
  ...(category.owner === "employee" && { employeeID }),
  ...(category.name !== DEFAULT_CATEGORY && { category: category.name }),
});
