import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listRoute } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { readmeParts } from "../../../infra/reference/readme.ts";

const read = (document: string) => readFileSync(join(import.meta.dirname, "../../..", document), "utf8");

describe("the generated tables", () => {
  it.each(readmeParts)("of $document are up to date: `npm run readme` writes them", ({ document, renew }) => {
    expect(renew(read(document))).toBe(read(document));
  });

  it.each(readmeParts)("of $document are refused if their comments are missing", ({ document, renew }) => {
    expect(() => renew("# nothing")).toThrow(`${document} must have`);
  });

  it("name every list near the top", () => {
    const top = read("README.md").split("\n").slice(0, 25).join("\n");
    for (const category of Object.values<Category>(categories)) {
      expect(top).toContain(`\`${listRoute(category).replace("{employeeID}", ":employeeID")}\``);
    }
  });
});
