import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { boundOf } from "../../../infra/commands/import/bound.ts";
import { columnsOf } from "../../../infra/commands/import/columns.ts";
import { storable } from "../../../infra/commands/import/storable.ts";
import { wordIssues } from "../../../infra/commands/import/wording.ts";
import { fieldsOf } from "../../../infra/reference/record-fields.ts";
import { OWNER_FIELDS } from "../../../infra/store/owner.ts";

const names = Object.keys(categories) as CategoryName[];

/** A record as a category of the future may have it. */
const future = z.object({
  person: z.object({ name: z.string(), address: z.object({ city: z.string(), floor: z.nullable(z.int()) }) }),
  share: z.number().check(z.minimum(-1), z.maximum(1)),
  offset: z.number(),
  grade: z.nullable(z.enum(["A", "B"])),
  mentor: z._default(z.string(), "unknown"),
  weight: z._default(z.nullable(z.number()), null),
  passed: z.nullable(z.boolean()),
});
const good = {
  person: { name: "N", address: { city: "C", floor: 3 } },
  share: 0.5,
  offset: -3,
  grade: "A",
  passed: null,
};
const problemsOf = (changes: object) => {
  const error = wordIssues(fieldsOf({ stored: future }));
  const parsed = z.safeParse(storable(future), { ...good, ...changes }, { error });
  return parsed.error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? parsed.data;
};

describe("the fields of a schema", () => {
  it("are all there, with their types, those inside objects too", () => {
    expect(
      fieldsOf({ stored: future }).map(({ path, type, nullable, required }) => [
        path.join("."),
        type,
        nullable,
        required,
      ]),
    ).toEqual([
      ["person", "object", false, true],
      ["person.name", "string", false, true],
      ["person.address", "object", false, true],
      ["person.address.city", "string", false, true],
      ["person.address.floor", "integer", true, true],
      ["share", "number", false, true],
      ["offset", "number", false, true],
      ["grade", "string", true, true],
      ["mentor", "string", false, false],
      ["weight", "number", true, false],
      ["passed", "boolean", true, true],
    ]);
  });

  it("with a default may be left out, and get it", () => {
    expect(problemsOf({})).toEqual({ ...good, mentor: "unknown", weight: null });
  });

  it.each([
    [{ person: 1 }, "person must be a JSON object with name and address"],
    [{ person: undefined }, "person is required, must be a JSON object with name and address"],
    [{ person: { name: "N", address: { city: "C", floor: 1.5 } } }, "person.address.floor must be an integer or null"],
    [{ share: 2 }, "share must be a number from -1 to 1"],
    [{ share: -2 }, "share must be a number from -1 to 1"],
    [{ offset: "1" }, "offset must be a number"],
    [{ offset: 2 ** 53 }, "offset must be a number from -9007199254740991 to 9007199254740991"],
    [{ offset: -1e-131 }, "offset must be 0 or a number from 1e-130"],
    [{ weight: "heavy" }, "weight must be a number or null"],
    [{ weight: -(2 ** 53) }, "weight must be a number from -9007199254740991 to 9007199254740991, or null"],
    [{ grade: "C" }, "grade must be one of A, B, or null"],
    [{ mentor: 1 }, "mentor is not valid"],
    [{ passed: "yes" }, "passed must be true or false, or null"],
  ])("are worded by their rules: %j", (changes, problem) => {
    expect(problemsOf(changes)).toEqual([problem]);
  });

  it("have no -0 in any place", () => {
    const address = { city: "C", floor: -0 };
    expect(problemsOf({ person: { name: "N", address }, share: -0, offset: -0, weight: -0 })).toEqual({
      ...good,
      ...{ person: { name: "N", address: { city: "C", floor: 0 } }, share: 0, offset: 0, weight: 0, mentor: "unknown" },
    });
  });
});

describe.each(names)("the records of %s", (name) => {
  it("have no field that names a row's list", () => {
    const own = fieldsOf(categories[name]).flatMap(({ path: [field = ""] }) =>
      OWNER_FIELDS.filter((each) => each === field),
    );
    expect(own).toEqual([]);
  });

  it("have the text that tells them apart in a column of its own", () => {
    expect(columnsOf(name).map((column) => column.name)).toContain(categories[name].recordKey.join("."));
  });
});

it("the lists that are searched have at most 10,000 records", () => {
  expect(names.map((name) => [name, boundOf(categories[name])])).toEqual(
    names.map((name) => [name, categories[name].owner === "company" ? 10_000 : undefined]),
  );
});
