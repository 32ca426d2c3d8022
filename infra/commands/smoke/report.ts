import Table from "cli-table3";
import type { Problem, Result } from "./check.ts";
import type { SmokeReport } from "./run.ts";

const countsOf = (results: readonly Result[]) => {
  const count = (wanted: Result["result"]) => results.filter(({ result }) => result === wanted).length;
  return { passed: count("pass"), failed: count("FAIL"), notRun: count("not run") };
};

/**
 * For programs: `url`, the counts `passed`, `failed` and `notRun`, `milliseconds`, and `checks`, each with its name,
 * result, milliseconds, problems and, where there is one, note.
 */
export const asJson = ({ url, results, milliseconds, secrets }: SmokeReport): string => {
  const checks = results.map(({ unanswered: _, problems, note, ...result }) => ({
    ...result,
    problems: problems.map((problem) =>
      Object.fromEntries(Object.entries(problem).map(([key, text]) => [key, showable(text, secrets)])),
    ),
    ...(note !== undefined && { note: showable(note, secrets) }),
  }));
  return JSON.stringify({ url, ...countsOf(results), milliseconds, checks }, null, 2);
};

/** Characters of the table without its last column, about. */
const OTHER_COLUMNS = 62;

/**
 * For people: a table with a line for each check, and a sentence.
 *
 * @param columns how wide the terminal is
 */
export const asTable = ({ url, results, milliseconds, secrets }: SmokeReport, columns = 160): string => {
  const table = new Table({
    head: ["check", "result", "ms", "remarks"],
    colAligns: ["left", "left", "right", "left"],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...results.map((result) => [
      result.name,
      result.result,
      result.result === "not run" ? "" : result.milliseconds.toLocaleString("en"),
      remarksOn(result, url)
        .flatMap((line) => wrap(showable(line, secrets), Math.max(40, columns - OTHER_COLUMNS)))
        .join("\n"),
    ]),
  );
  return `${table}\n${summaryOf(results, milliseconds)}`;
};

const summaryOf = (results: readonly Result[], milliseconds: number): string => {
  const { passed, failed, notRun } = countsOf(results);
  const seconds = `in ${(milliseconds / 1_000).toFixed(1)} s`;
  if (passed === results.length) return `All ${passed} checks passed ${seconds}.`;
  return `${passed} passed, ${failed} failed, ${notRun} not run, ${seconds}.`;
};

/** A row shows so many problems, and how many more there are. */
const SHOWN = 4;

const remarksOn = ({ problems, note }: Result, url: string): string[] => {
  const shown = problems.slice(0, SHOWN);
  const lines = shown.flatMap((problem, index) => {
    const { what, expected, seen } = problem;
    const line = `${what}: expected ${expected}, saw ${seen}`;
    const source = sourceOf(problem, url);
    const next = shown[index + 1];
    return next && sourceOf(next, url) === source ? [line] : [line, source];
  });
  if (problems.length > SHOWN) lines.push(`and ${problems.length - SHOWN} more`);
  return note === undefined ? lines : [...lines, note];
};

const sourceOf = ({ request, requestId }: Problem, url: string): string =>
  `  (${request.replace(url, "")}${requestId === undefined ? "" : `, X-Request-Id ${requestId}`})`;

/** An API that gives back what it was sent must not make this command print it, in whichever spelling. */
const hide = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .reduce((hidden, secret) => hidden.replaceAll(secret, "[hidden]"), text);

/** Breaks a line between its words, and a long word where it must: the table's own wrapping would cut it off. */
const wrap = (line: string, width: number): string[] =>
  line.match(new RegExp(`.{1,${width}}(?: +|$)|.{${width}}`, "gu"))?.map((part) => part.trimEnd()) ?? [];

const MAX_LINE = 400;

/** Whoever answers must not be able to steer the terminal either, or to flood it. */
const showable = (text: string, secrets: readonly string[]): string => {
  const plain = hide(text, secrets).replace(/\p{C}/gu, "\u{fffd}");
  return plain.length > MAX_LINE ? `${plain.slice(0, MAX_LINE)}…` : plain;
};
