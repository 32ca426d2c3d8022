import { describeNetworkFailure } from "./network-failure.ts";

type Request = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Answer = {
  readonly method: string;
  /** What was asked for, whole. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: number;
  /** The body parsed, `undefined` where it is no JSON in UTF-8. */
  readonly json: unknown;
};

export type Send = (url: string, request?: Request) => Promise<Answer>;

/** A request to which no whole answer came; its message says why, without a full stop. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly method: string;
  readonly url: string;

  constructor(message: string, method: string, url: string, options?: ErrorOptions) {
    super(message, options);
    this.method = method;
    this.url = url;
  }
}

/** API Gateway's own quota for an answer is 10 MB. */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Sends requests with the time limit given for each; redirects are not followed.
 *
 * @param signal aborted, what is in flight rejects with its reason
 * @returns a function that throws {Unanswered} where no whole answer came
 */
export const createSend =
  ({ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Send =>
  async (url, { method = "GET", ...request } = {}) => {
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, { method, ...request, redirect: "manual", signal: limit });
      const body = await bodyOf(response);
      return {
        method,
        url,
        status: response.status,
        headers: response.headers,
        bytes: body.length,
        json: parseJson(body),
      };
    } catch (error) {
      const failure = error instanceof TooLong ? error.message : describeNetworkFailure(error, timeoutMs);
      if (failure === undefined) throw error;
      throw new Unanswered(failure, method, url, { cause: error });
    }
  };

class TooLong extends Error {
  override readonly name = "TooLong";
}

const bodyOf = async ({ body }: Response): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new TooLong("the answer is longer than 10 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** @returns `undefined` for what is no JSON in UTF-8 */
export const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
};
