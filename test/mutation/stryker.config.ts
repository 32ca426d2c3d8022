import type { PartialStrykerOptions } from "@stryker-mutator/api/core";

/** `npm run test:mutation`: Stryker's own options follow after `--`, as `--concurrency 1`, `--incremental` or `--help`. */
export default {
  mutate: ["functions/**/*.ts", "infra/store/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Nobody checks types in the sandbox; to do so Stryker needs TypeScript's JavaScript API, which TypeScript 7 has not.
  disableTypeChecks: false,
  ignorePatterns: ["/tsconfig.json", "/.dynamodb-local", "/dist", "/cdk.out", "/coverage"],
  cleanTempDir: "always",
  reporters: ["progress", "clear-text", "html", "json"],
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: true },
  // Some are only reached while a module loads, and all tests of that module are run: a third of the time.
  warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
  // A survivor needs a reason beside its line, `// Stryker disable next-line <mutator>: <reason>`, which leaves it out.
  thresholds: { high: 100, low: 100, break: 100 },
} satisfies PartialStrykerOptions;
