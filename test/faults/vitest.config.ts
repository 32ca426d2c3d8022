import { defineConfig } from "vitest/config";
import { FaultMatrix } from "./matrix.ts";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ["test/faults/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts", "test/faults/global-setup.ts"],
    reporters: ["minimal", new FaultMatrix()],
    // The functions' own limits start at 0.5 s, which a busy machine may use up where no fault was made. A row that is
    // wrong is so each time; the matrix says how many needed another.
    retry: 2,
    // Most of a row is waiting for a limit to pass.
    maxConcurrency: 12,
    maxWorkers: "100%",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
