import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Milliseconds that each test file has taken at the most so far. */
const longest = new Map<string, number>();

/** A mutant is done with at the first test that fails, so the files that take long come last. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    for (const file of files) {
      const { duration = 0 } = this.ctx.cache.getTestSpecificationResult(file) ?? {};
      longest.set(file.moduleId, Math.max(duration, longest.get(file.moduleId) ?? 0));
    }
    const taken = ({ moduleId }: TestSpecification): number => longest.get(moduleId) ?? 0;
    return files.toSorted((one, other) => taken(one) - taken(other));
  }
}

/** The tests that `npm run test:mutation` holds the mutants of `functions/` and `infra/store/` against. */
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    // test/infra/reference/ holds what is written of the contracts and the Error Dictionary against them, texts included.
    include: ["test/{functions,infra/store}/**/*.test.ts", "test/infra/reference/{openapi,error-table}.test.ts"],
    exclude: [
      // Writers race in it at random, for seconds. What they meet is made one by one in lost-races.test.ts.
      "test/infra/store/concurrent-writes.test.ts",
      // Waits 18 seconds for the limits of an exchange to pass. dynamodb.test.ts and dynamodb-attempts.test.ts wait for
      // the same ones, and shorter.
      "test/functions/auth/provider-time.test.ts",
    ],
    // A mutant's tests share one worker, which is not the next mutant's, and load the code once instead of once a file.
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    // None takes a fifth of it; what a mutant keeps waiting is over so.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
