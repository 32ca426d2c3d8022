import type { Reporter, TestCase, TestModule } from "vitest/node";
import { faultTable } from "./table.ts";

const passed = (test: TestCase): boolean => test.result().state === "passed";
const repeated = (test: TestCase): boolean => (test.diagnostic()?.retryCount ?? 0) > 0;
const cellOf = (test: TestCase | undefined): string =>
  test ? `${passed(test) ? "✓" : "✗"} ${test.meta().outcome ?? ""}${repeated(test) ? " ↻" : ""}` : "";

const line = (first: string, cells: readonly string[]): string =>
  (first.padEnd(60) + cells.map((cell) => cell.padEnd(20)).join("")).trimEnd();

/** Tests by the parts of their names: `struck | fault | how long | …`; all others are rows of one cell. */
const tablesOf = (tests: readonly TestCase[]) => {
  const tables = new Map<string, Map<string, Map<string, TestCase>>>();
  for (const test of tests) {
    const [struck = "", fault = "", span = ""] = test.name.includes(" | ") ? test.name.split(" | ") : ["", test.name];
    const table = tables.get(struck) ?? new Map<string, Map<string, TestCase>>();
    tables.set(struck, table.set(fault, (table.get(fault) ?? new Map()).set(span, test)));
  }
  return tables;
};

/** Prints every row of the run with what it came to, once all have, and the table of SECURITY.md. */
export class FaultMatrix implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.result().state !== "skipped");
    for (const [struck, table] of tablesOf(tests)) {
      const spans = [...new Set([...table.values()].flatMap((cells) => [...cells.keys()]))];
      console.log(`\n${line(struck, spans)}`);
      for (const [fault, cells] of table) {
        console.log(line(fault, struck === "" ? [] : spans.map((span) => cellOf(cells.get(span)))));
        if (struck === "") for (const test of cells.values()) console.log(`  ${cellOf(test)}`);
      }
    }
    const count = (of: (test: TestCase) => boolean) => tests.filter(of).length;
    console.log(`\n${count(passed)} of ${tests.length} rows pass; ${count(repeated)} were tried again (↻)`);
    console.log(`The slowest answer took ${Math.max(...tests.map((test) => test.meta().ms ?? 0))} ms\n`);
    console.log(faultTable());
  }
}
