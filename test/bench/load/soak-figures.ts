import { errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import { functions } from "../../../infra/stack/functions.ts";
import type { Figure } from "../report.ts";
import { percentile } from "./cannon.ts";
import type { Tally } from "./judge.ts";
import { memoryFigures } from "./memory-figures.ts";
import type { Answer, Soak } from "./soak.ts";
import type { Slot } from "./timeline.ts";

/** What a fault, or a limit, may make of an answer. */
const FAILURES = ["tooManyRequests", "unavailable", "deadlineExceeded"] as const;
const LIMIT_MS = functions["course-activity"].timeoutSeconds * 1_000;

const timesOf = (answers: readonly Answer[]): number[] => answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt);

/** Those that were asked for and given within the slot. */
const answersIn = (answers: readonly Answer[], { from, to }: Slot): Answer[] =>
  answers.filter(({ sentAt, answeredAt }) => sentAt >= from && answeredAt <= to);

/** For each slot in which requests were sent, how many of their answers were no failure, in percent. */
const successes = (answers: readonly Answer[], slots: readonly Slot[]): number[] =>
  slots.flatMap(({ from, to }) => {
    const sent = answers.filter(({ sentAt }) => sentAt >= from && sentAt <= to);
    return sent.length === 0 ? [] : [(100 * sent.filter(({ failed }) => !failed).length) / sent.length];
  });

export const soakFigures = ({ slots, answers, changes, unexplained, memory }: Soak, tally: Tally): Figure[] => {
  const well = slots.filter(({ fault }) => !fault);
  const p50s = well.map((slot) => percentile(timesOf(answersIn(answers, slot)), 0.5));
  const p99s = well.map((slot) => percentile(timesOf(answersIn(answers, slot)), 0.99));
  const some = slots.filter(({ everyNth = 1 }) => everyNth > 1);
  const every = slots.filter(({ everyNth }) => everyNth === 1);
  const longest = Math.max(...timesOf(answers));
  const one = (name: string, unit: string, value: number): Figure => ({ name: `soak: ${name}`, unit, values: [value] });
  const many = (name: string, unit: string, values: readonly number[]): Figure => ({
    name: `soak: ${name}`,
    unit,
    values,
  });
  const failed = FAILURES.map((name) =>
    one(`answers of code ${errorDictionary[name].errorCode}`, "answers", tally.failures.get(name) ?? 0),
  );
  return [
    one("answers, each held against the model", "answers", answers.length),
    one("changes of lists beside them", "changes", changes),
    { ...one("answers that may never be", "answers", tally.wrong), goal: { exactly: 0 } },
    { ...one("failures without a fault", "answers", unexplained), goal: { exactly: 0 } },
    ...failed,
    many("answered well under a fault of every third call", "%", successes(answers, some)),
    many("answered well under a fault of every call", "%", successes(answers, every)),
    many("p50 while all is well", "ms", p50s),
    many("p99 while all is well", "ms", p99s),
    {
      ...many(
        "p50 after a fault ÷ before it",
        "times",
        p50s.slice(1).map((after, index) => after / (p50s[index] ?? Number.NaN)),
      ),
      goal: { atMost: 1.1 },
    },
    one("longest answer", "ms", longest),
    { ...one("longest answer ÷ the function's time limit", "times", longest / LIMIT_MS), goal: { atMost: 1 } },
    ...memoryFigures("soak", [memory]),
  ];
};
