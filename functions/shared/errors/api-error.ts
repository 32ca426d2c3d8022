import { type ErrorEntry, type ErrorName, errorDictionary } from "./dictionary.ts";

export type ErrorBody = { readonly errorCode: number; readonly message: string; readonly detail: string };

/** Details of a failure, for the log line only. They hold no personal data, no secret and nothing a caller wrote. */
export type Diagnosis = {
  /** Which of several possible reasons it was, in a few words. */
  readonly reason?: string;
  /** Which list: its company, its category and the first 16 hex digits of its key's SHA-256. */
  readonly company?: string;
  readonly category?: string;
  readonly listHash?: string;
  /** Which item of that list. */
  readonly position?: number;
  /** Which fields of that item break the schema. */
  readonly fields?: readonly string[];
  /** DynamoDB read units that the read consumed. */
  readonly readUnits?: number;
};

type Options = {
  /** The text of `detail`; without it `detail` repeats `message`. */
  readonly detail?: string;
  /** Headers in addition to those of the dictionary's entry. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly diagnosis?: Diagnosis;
  readonly cause?: unknown;
};

/** A failure of the Error Dictionary: thrown where it is detected, turned into the HTTP error by `mapErrors`. */
export class ApiError extends Error {
  readonly entry: ErrorEntry;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;
  readonly diagnosis: Diagnosis;

  constructor(name: ErrorName, { detail, headers, diagnosis = {}, cause }: Options = {}) {
    const entry: ErrorEntry = errorDictionary[name];
    super(entry.text, { cause });
    this.entry = entry;
    this.body = bodyOf(entry, detail);
    this.headers = { ...entry.headers, ...headers };
    this.diagnosis = diagnosis;
  }
}

const bodyOf = ({ errorCode, grpc, message, text }: ErrorEntry, detail?: string): ErrorBody => {
  if (message) return { errorCode, message, detail: text };
  const described = `rpc error: code = ${grpc} desc = ${text}`;
  return { errorCode, message: described, detail: detail ?? described };
};
