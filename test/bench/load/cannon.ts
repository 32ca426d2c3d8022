import autocannon from "autocannon";

export type Reply = {
  readonly status: number;
  /** Names in lower case, as the gateway writes those of a function. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** ASCII: autocannon decodes each piece that arrives by itself. */
  readonly body: string;
  /** Milliseconds of `performance.now()`. */
  readonly sentAt: number;
  readonly answeredAt: number;
};

/** A request, and what looks at its answer. */
export type Shot = {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answered: (reply: Reply) => void;
};

export type Fire = {
  readonly url: string;
  /** How many requests are under way at a time, each on a connection of its own. */
  readonly concurrency: number;
  readonly seconds: number;
  /** The next request, whichever connection sends it. */
  readonly next: () => Shot;
  readonly signal: AbortSignal;
};

export type Fired = {
  /** Of each answer that came within the time. */
  readonly milliseconds: readonly number[];
  readonly perSecond: number;
  /** Connections that broke off, and requests without an answer in 30 s. */
  readonly lost: number;
};

/** What API Gateway gives a function at the most. */
const TIMEOUT_SECONDS = 30;

type Context = { shot?: Shot; sentAt?: number };

/** Sends requests through autocannon, the next one on a connection as soon as the last one's answer is there. */
export const fire = async ({ url, concurrency, seconds, next, signal }: Fire): Promise<Fired> => {
  signal.throwIfAborted();
  const milliseconds: number[] = [];
  let lost = 0;
  const end = performance.now() + seconds * 1_000;
  const done = Promise.withResolvers<void>();
  const options: autocannon.Options = {
    url,
    connections: concurrency,
    duration: seconds,
    sampleInt: 100,
    timeout: TIMEOUT_SECONDS,
    requests: [
      {
        setupRequest(request, context: Context) {
          const shot = next();
          const { method = "GET", path, headers = {}, body = "" } = shot;
          Object.assign(context, { shot, sentAt: performance.now() });
          return { ...request, method, path, headers: { ...headers }, body };
        },
        onResponse(status, body, { shot, sentAt = Number.NaN }: Context, headers = {}) {
          const answeredAt = performance.now();
          if (answeredAt <= end) milliseconds.push(answeredAt - sentAt);
          shot?.answered({ status, body, headers: headers as Reply["headers"], sentAt, answeredAt });
        },
      },
    ],
  };
  const run = autocannon(options, (error) => (error ? done.reject(error) : done.resolve()));
  run.on("reqError", () => {
    lost += 1;
  });
  const stop = () => run.stop();
  signal.addEventListener("abort", stop);
  await done.promise;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  return { milliseconds, perSecond: milliseconds.length / seconds, lost };
};

/** @param share from 0 to 1 */
export const percentile = (milliseconds: readonly number[], share: number): number =>
  milliseconds.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(milliseconds.length * share) - 1)] ?? Number.NaN;
