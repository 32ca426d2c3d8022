import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Figure } from "../report.ts";

const RECORDS = 10;

const script = fileURLToPath(import.meta.resolve("./first-child.ts"));

/** Milliseconds. */
type FirstUse = { readonly load: number; readonly first: number };

/** @throws {Error} where the process ends without an answer; an `AbortError` */
const firstUse = async (coding: string, signal: AbortSignal): Promise<FirstUse> => {
  const child = fork(script, [coding, `${RECORDS}`], { signal });
  const answers: FirstUse[] = [];
  child.on("message", (answer: FirstUse) => answers.push(answer));
  const [exitCode] = await once(child, "exit");
  const [answer] = answers;
  if (!answer) throw new Error(`The process of "${coding}" ended with exit code ${exitCode} and no answer.`);
  return answer;
};

/** What the first compressed answer of an instance takes, in processes of its own for each of the codings. */
export const measureFirstUse = async (
  names: readonly string[],
  rounds: number,
  signal: AbortSignal,
): Promise<Figure[]> => {
  const measured = new Map<string, FirstUse[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, uses] of measured) uses.push(await firstUse(name, signal));
  }
  const loads = [...measured.values()].flat().map(({ load }) => load);
  const firsts = [...measured].map(([name, uses]): Figure => {
    const values = uses.map(({ first }) => first);
    return { name: `${RECORDS} records, ${name}, first in a process`, unit: "ms", values };
  });
  return [{ name: "loading zlib", unit: "ms", values: loads }, ...firsts];
};
