import { ApiError } from "../../functions/shared/errors/api-error.ts";
import { type ErrorName, errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { type ExampleName, runExample } from "./examples.ts";
import { type Exchange, startTamperingProxy } from "./tampering-proxy.ts";

/** A request from an example. */
type Asked = {
  /** `token`, or a page as `page 1`. */
  readonly to: string;
  readonly path: string;
  readonly pageSize: string | null;
  /** Milliseconds. */
  readonly at: number;
  readonly authorization: string | undefined;
};

/** Changes the answer to a request; `number` counts the requests of its kind. */
export type Fault = (exchange: Exchange, to: string, number: number) => void | Promise<void>;

type Options = {
  readonly employee?: string;
  readonly category?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
};

/**
 * Runs an example as the client `demo`, behind a proxy.
 *
 * @returns its exit, its requests in order, and the number of lines that it printed
 */
export const runWatched = async (
  apiUrl: string,
  name: ExampleName,
  { employee, category, env, fault }: Options = {},
) => {
  const proxy = await startTamperingProxy(apiUrl);
  const asked: Asked[] = [];
  proxy.tamper(async (exchange) => {
    const { path, query, asked: headers } = exchange;
    const to = path === "/oauth/token" ? "token" : `page ${query.get("page")}`;
    const { authorization } = headers;
    asked.push({ to, path, pageSize: query.get("pageSize"), at: performance.now(), authorization });
    await fault?.(exchange, to, asked.filter((each) => each.to === to).length);
  });
  const client = { API_URL: proxy.url, CLIENT_ID: "demo", CLIENT_SECRET: "demo-secret" };
  const ended = await runExample(name, [employee ?? "JOHNILXV3QAJJEL3", ...(category ? [category] : [])], {
    ...client,
    ...env,
  });
  await proxy.stop();
  return { ...ended, asked, order: asked.map(({ to }) => to), lines: ended.stdout.split("\n").length - 1 };
};

/** Replaces an answer with an error of the API. */
export const fail = (exchange: Exchange, name: ErrorName, headers: Record<string, string> = {}): void => {
  exchange.status = errorDictionary[name].status;
  Object.assign(exchange.headers, headers);
  exchange.body = JSON.stringify(new ApiError(name).body);
};
