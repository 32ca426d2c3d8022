import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import {
  categoryName,
  categoryNames,
  listNamed,
  OWNER_FIELDS,
  ownerFields,
  ownerOf,
  owners,
} from "../../../infra/store/owner.ts";

const isEmployees = (name: CategoryName) => categories[name].owner === "employee";

describe.each(categoryNames)("a list of %s", (name) => {
  const owner = { companySerial: "CMP-A", employeeID: isEmployees(name) ? "E1" : "", category: name };

  it("is found by its category's name, and named by it again", () => {
    expect(listNamed(owner).category).toBe(categories[name]);
    expect(ownerOf(listNamed(owner))).toEqual(owner);
  });

  it("is named in a file by the fields that it needs", () => {
    const fields = ownerFields(listNamed(owner));
    expect(Object.keys(fields)).toEqual(
      OWNER_FIELDS.filter(
        (field) => (field !== "employeeID" || isEmployees(name)) && (field !== "category" || name !== "webinar"),
      ),
    );
    expect({ employeeID: "", category: "webinar", ...fields }).toEqual(owner);
  });

  it("is in the table under its own name", () => {
    expect(categories[name].name).toBe(name);
    expect(z.parse(categoryName, name)).toBe(name);
  });
});

describe("the owner", () => {
  it("of an employee's list has an employee", () => {
    expect(z.safeParse(owners.employee, { companySerial: "CMP-A", employeeID: "E1" }).success).toBe(true);
    expect(z.safeParse(owners.employee, { companySerial: "CMP-A", employeeID: "" }).success).toBe(false);
    expect(z.safeParse(owners.employee, { companySerial: "CMP-A" }).success).toBe(false);
  });

  it("of a company's list has none", () => {
    for (const given of [{ companySerial: "CMP-A" }, { companySerial: "CMP-A", employeeID: "" }]) {
      expect(z.parse(owners.company, given)).toEqual({ companySerial: "CMP-A", employeeID: "" });
    }
    expect(z.safeParse(owners.company, { companySerial: "CMP-A", employeeID: "E1" }).error?.issues).toMatchObject([
      { message: "must be left out or empty: the company itself has this list" },
    ]);
  });
});
