import type { Reporter, TestCase, TestModule } from "vitest/node";
import { type Span, spans } from "./faults.ts";

const columns = Object.keys(spans) as Span[];

const cellOf = (test: TestCase | undefined): string => {
  if (!test) return "";
  const { outcome = "" } = test.meta();
  return `${test.result().state === "passed" ? "✓" : "✗"} ${outcome}`;
};

/** Prints every row of the run with what it came to, once all have: those in the wire by target and fault. */
export class FaultMatrix implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.result().state !== "skipped");
    const cells = new Map<string, Map<string, TestCase>>();
    const others: TestCase[] = [];
    for (const test of tests) {
      const [target = "", fault, span] = test.name.split(" | ");
      if (fault && span) {
        const row = `${target.padEnd(16)}${fault}`;
        cells.set(row, (cells.get(row) ?? new Map()).set(span, test));
      } else others.push(test);
    }
    const line = (...[first = "", ...rest]: string[]) =>
      first.padEnd(42) + rest.map((cell) => cell.padEnd(18)).join("");
    const again = tests.filter((test) => test.diagnostic()?.retryCount).length;
    const failed = tests.filter((test) => test.result().state !== "passed").length;
    console.log(
      [
        "",
        line("", ...columns),
        ...[...cells].map(([row, bySpan]) => line(row, ...columns.map((span) => cellOf(bySpan.get(span))))),
        "",
        ...others.map((test) => `${test.name.padEnd(100)} ${cellOf(test)}`),
        "",
        `${tests.length - failed} of ${tests.length} rows pass, ${again} of them not at the first try`,
      ].join("\n"),
    );
  }
}
