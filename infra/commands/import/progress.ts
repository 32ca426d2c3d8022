import { clearLine, cursorTo } from "node:readline";

/** Milliseconds between two lines where there is no terminal. */
const LINE_EVERY_MS = 5_000;
/** Milliseconds between two drawings of the bar. */
const BAR_EVERY_MS = 100;

/** A stage of the work. Its functions are called each time that the bar is drawn. */
export type Stage = {
  readonly title: string;
  /** How much work there is, in any unit; 0 if that is not known. */
  readonly total: number;
  /** How much of it is done, in the same unit. */
  readonly done: () => number;
  /** How many rows were processed, for the rate. */
  readonly rows: () => number;
  /** Counts by name, the most important first: a narrow terminal cuts off the last ones. */
  readonly figures: () => Readonly<Record<string, number>>;
};

export type Progress = {
  start(stage: Stage): void;
  stop(): void;
  /** Writes a line without breaking the bar. */
  say(line: string): void;
};

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** On standard error: a bar on a terminal, a plain line every five seconds elsewhere. */
export const createProgress = (stream: Output = process.stderr): Progress => {
  const terminal = stream.isTTY === true;
  let end = () => {};

  const clear = () => {
    if (!terminal) return;
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };

  return {
    start(stage) {
      end();
      const startedAt = performance.now();
      const draw = () => {
        const line = lineOf(stage, (performance.now() - startedAt) / 1_000, terminal);
        clear();
        // A wrapped line could not be cleared. A terminal that does not know its width has 0 columns.
        stream.write(terminal ? line.slice(0, (stream.columns || 80) - 1) : `${line}\n`);
      };
      const timer = setInterval(draw, terminal ? BAR_EVERY_MS : LINE_EVERY_MS);
      end = () => {
        clearInterval(timer);
        end = () => {};
        if (!terminal) return;
        draw();
        stream.write("\n");
      };
    },
    stop: () => end(),
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
  };
};

const BAR_LENGTH = 10;

const lineOf = ({ title, total, done, rows, figures }: Stage, seconds: number, terminal: boolean): string => {
  const counts = Object.entries(figures()).map(([name, figure]) => `${count(figure)} ${name}`);
  const rest = [...counts, `${count(rows() / Math.max(seconds, 0.001))} rows/s`].join(", ");
  if (total <= 0) return `${title}: ${rest}`;
  const progress = Math.min(1, done() / total);
  const filled = Math.floor(progress * BAR_LENGTH);
  const bar = terminal ? ` [${"=".repeat(filled)}${"-".repeat(BAR_LENGTH - filled)}]` : "";
  const left = progress > 0 && progress < 1 ? `, ${span(seconds / progress - seconds)} left` : "";
  return `${title}${bar} ${Math.floor(progress * 100)} %${left}: ${rest}`;
};

const count = (number: number): string => Math.round(number).toLocaleString("en");
const span = (seconds: number): string => (seconds < 100 ? `${count(seconds)} s` : `${count(seconds / 60)} min`);
