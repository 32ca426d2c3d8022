import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createProgress, type Stage } from "../../../infra/commands/import/progress.ts";
import { outputOf, screenOf } from "../../support/screen.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // Whatever has not stopped keeps the process alive.
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Work of 2,000 rows that gets 100 done in a second. */
const work = (more: Partial<Stage> = {}): Stage => {
  const startedAt = performance.now();
  const rows = () => Math.min(2_000, (performance.now() - startedAt) / 10);
  return {
    title: "Writing",
    total: 2_000,
    done: rows,
    rows,
    figures: () => ({ written: rows(), read: 2_000 }),
    ...more,
  };
};

it("without a terminal there is a plain line every five seconds", () => {
  const { output, written } = outputOf();
  const progress = createProgress(output);
  progress.start(work());
  vi.advanceTimersByTime(11_000);
  progress.stop();
  expect(written()).toBe(
    "Writing 25 %, 15 s left: 500 written, 2,000 read, 100 rows/s\n" +
      "Writing 50 %, 10 s left: 1,000 written, 2,000 read, 100 rows/s\n",
  );
});

it("without a terminal there is no line at all for short work, and none once it is done", () => {
  const { output, written } = outputOf();
  const progress = createProgress(output);
  progress.start(work());
  vi.advanceTimersByTime(4_999);
  progress.stop();
  vi.advanceTimersByTime(60_000);
  expect(written()).toBe("");
});

it("on a terminal a bar is drawn over and over, and stands there in the end", () => {
  const { output, written } = outputOf(80);
  const progress = createProgress(output);
  progress.start(work());
  vi.advanceTimersByTime(5_000);
  expect(screenOf(written(), 80)).toEqual([
    "Writing [==--------] 25 %, 15 s left: 500 written, 2,000 read, 100 rows/s",
  ]);
  vi.advanceTimersByTime(15_000);
  progress.stop();
  vi.advanceTimersByTime(60_000);
  expect(screenOf(written(), 80)).toEqual(["Writing [==========] 100 %: 2,000 written, 2,000 read, 100 rows/s", ""]);
});

it.each([80, 40, 10])("on a terminal of %i columns no bar wraps", (columns) => {
  const { output, written } = outputOf(columns);
  const progress = createProgress(output);
  progress.start(work({ figures: () => ({ written: 1e9, unchanged: 1e9, rejected: 1e9, read: 1e9 }) }));
  vi.advanceTimersByTime(5_000);
  progress.stop();
  expect(screenOf(written(), columns)[0]).toHaveLength(columns - 1);
});

it("a terminal that does not know its width is taken for one of 80 columns", () => {
  const { output, written } = outputOf(0);
  const progress = createProgress(output);
  progress.start(work({ title: "W".repeat(100) }));
  progress.stop();
  expect(screenOf(written(), 80)).toEqual(["W".repeat(79), ""]);
});

it("a line for people stands above the bar, which goes on", () => {
  const { output, written } = outputOf(80);
  const progress = createProgress(output);
  progress.start(work());
  vi.advanceTimersByTime(1_000);
  progress.say("line 3: row: must be JSON");
  progress.say("line 4: row: must be JSON");
  vi.advanceTimersByTime(1_000);
  expect(screenOf(written(), 80)).toEqual([
    "line 3: row: must be JSON",
    "line 4: row: must be JSON",
    "Writing [=---------] 10 %, 18 s left: 200 written, 2,000 read, 100 rows/s",
  ]);
  progress.stop();
  progress.say("last");
  expect(screenOf(written(), 80).slice(1)).toEqual(["last", ""]);
});

it("without a terminal a line for people has nothing but its text", () => {
  const { output, written } = outputOf();
  createProgress(output).say("line 3: row: must be JSON");
  expect(written()).toBe("line 3: row: must be JSON\n");
});

it.each([
  [undefined, "Reading: 500 written, 2,000 read, 100 rows/s\n"],
  [80, "Reading: 500 written, 2,000 read, 100 rows/s"],
])("what is of unknown size has no percentage, no bar and no time left", (columns, line) => {
  const { output, written } = outputOf(columns);
  const progress = createProgress(output);
  progress.start(work({ title: "Reading", total: 0 }));
  vi.advanceTimersByTime(5_000);
  const text = written();
  expect(columns === undefined ? text : screenOf(text, columns)[0]).toBe(line);
  progress.stop();
});

it("a long time left is given in minutes, and work that has done more than was known ends at 100 %", () => {
  const { output, written } = outputOf();
  const progress = createProgress(output);
  progress.start(work({ total: 100_000 }));
  vi.advanceTimersByTime(5_000);
  expect(written()).toMatch(/^Writing 0 %, 17 min left: /);
  progress.start(work({ total: 100, done: () => 101 }));
  vi.advanceTimersByTime(5_000);
  expect(written()).toMatch(/^Writing 100 %: /);
  progress.stop();
});

it("another stage ends the one before it", () => {
  const { output, written } = outputOf(80);
  const progress = createProgress(output);
  progress.start(work({ title: "Reading", done: () => 2_000 }));
  progress.start(work());
  progress.stop();
  progress.stop();
  expect(screenOf(written(), 80).map((line) => line.slice(0, 27))).toEqual([
    "Reading [==========] 100 %:",
    "Writing [----------] 0 %: 0",
    "",
  ]);
});
