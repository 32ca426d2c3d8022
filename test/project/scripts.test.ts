import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));

describe("a script that runs for long, or that finishes something at SIGTERM,", () => {
  it.each(["start", "import", "export", "client", "smoke", "bench", "test:fuzz"])(
    "takes its shell's place: %s",
    (name) => {
      expect(scripts[name]).toMatch(/^exec node /);
    },
  );
});
