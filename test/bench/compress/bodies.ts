import { randomOf } from "../../support/generator/random.ts";
import { generate } from "../../support/generator.ts";

const bodyWith = (data: readonly object[]): string => JSON.stringify({ status: "success", message: "Success", data });

const recordsOf = (records: number, seed: number) =>
  [...generate({ seed, companies: 1, employees: 1, assignments: records })].map(
    ({ companySerial: _, employeeID: __, ...assignment }) => assignment,
  );

/** The body of a full page of `records`, other ones with another `seed`. */
export const bodyOf = (records: number, seed: number): string => bodyWith(recordsOf(records, seed));

/** 3 MB of two characters by chance: there is a repetition to look for at every place, and always a longer one. */
export const slowBody = (seed: number): string => {
  const { pick } = randomOf(seed);
  const text = () => Array.from({ length: 5_000 }, () => pick(["世", "界"])).join("");
  return bodyWith(recordsOf(100, seed).map((record) => ({ ...record, absentReason: text(), feedback: text() })));
};
