import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // `npm run test:faults`
    exclude: ["test/faults/**"],
    globalSetup: ["test/support/global-setup.ts"],
    // Most tests wait for processes and time limits rather than compute, so no core is left free as is the default.
    maxWorkers: "100%",
    // They end what hangs. Only the tests that name a longer one need more than a tenth of it on a quiet machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Of the tests of these rooms alone: V8 takes seven times as long for code that runs a million times when it counts branches.
    coverage: {
      provider: "v8",
      include: ["functions/**/*.ts", "infra/store/**/*.ts"],
      reporter: ["text"],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
