import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { type ErrorName, errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import type { Reply } from "./cannon.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const names = Object.keys(errorDictionary) as ErrorName[];
const namesByBody = new Map(names.map((name) => [JSON.stringify(new ApiError(name).body), name]));

/** @returns the failure that the answer is, to the byte of its body, with its status and headers; else none */
export const failureOf = ({ status, headers, body }: Reply): ErrorName | undefined => {
  const name = namesByBody.get(body);
  if (!name || errorDictionary[name].status !== status) return undefined;
  if (headers["content-type"] !== JSON_TYPE || !headers["x-request-id"]) return undefined;
  const mayComeAgain = name === "unavailable" || name === "tooManyRequests";
  return mayComeAgain && !/^[1-9][0-9]*$/.test(headers["retry-after"] ?? "") ? undefined : name;
};

/** What was answered, and what should not have been. */
export type Tally = {
  answers: number;
  /** By the failure's name. */
  readonly failures: Map<ErrorName, number>;
  /** Answers that may never be; the first of them in words. */
  wrong: number;
  readonly examples: string[];
};

const MAX_EXAMPLES = 5;

export const newTally = (): Tally => ({ answers: 0, failures: new Map(), wrong: 0, examples: [] });

export const countFailure = ({ failures }: Tally, name: ErrorName): void => {
  failures.set(name, (failures.get(name) ?? 0) + 1);
};

export const countWrong = (tally: Tally, what: string, { status, body }: Pick<Reply, "status" | "body">): void => {
  tally.wrong += 1;
  if (tally.examples.length < MAX_EXAMPLES) tally.examples.push(`${what}: ${status} ${body.slice(0, 1_000)}`);
};

/** @throws {Error} with the first of the answers that may never be, if there was one */
export const throwIfWrong = ({ wrong, examples }: Tally): void => {
  if (wrong > 0) throw new Error(`${wrong} answers may never be, among them:\n${examples.join("\n")}`);
};
