import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { goalsPart } from "../bench/goals.ts";
import { exampleAssignment } from "../support/assignments.ts";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the README", () => {
  it("has the goals of the benchmarks as they were measured: `npm run bench` writes them", () => {
    expect(goalsPart.renew(readme)).toBe(readme);
    expect(() => goalsPart.renew("# nothing")).toThrow("README.md must have");
  });

  it("shows the contract's example, byte for byte", () => {
    expect(readme).toContain(`{"status":"success","message":"Success","data":[${JSON.stringify(exampleAssignment)}]}`);
  });

  it("names every script of package.json, or test/README.md does", () => {
    const both = readme + readFileSync(join(root, "test/README.md"), "utf8");
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const name of Object.keys(scripts)) expect(both).toMatch(new RegExp(`npm (run )?(-s )?${name}\\b`));
  });

  it("names every environment variable that the functions read", () => {
    for (const entry of ["course-activity", "oauth-token"]) {
      const code = readFileSync(join(root, `functions/${entry}/index.ts`), "utf8");
      const names = [...code.matchAll(/"([A-Z]+(?:_[A-Z]+)+)"/g)].map(([, name = ""]) => name);
      expect(names.length).toBeGreaterThan(1);
      for (const name of names.filter((name) => !name.startsWith("AWS_"))) expect(readme).toContain(`\`${name}\``);
    }
  });
});
