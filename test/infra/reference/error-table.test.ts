import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorTablePart } from "../../../infra/reference/error-table.ts";

const readme = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");

describe("the README's table of errors", () => {
  it("is up to date: `npm run readme` writes it", () => {
    expect(errorTablePart.renew(readme)).toBe(readme);
  });

  it("is refused if its comments are missing", () => {
    expect(() => errorTablePart.renew("# nothing")).toThrow("README.md must have");
  });
});
