// An example client: Node.js 22.18 or newer, and `openapi-fetch`. Copy it with `openapi-types.ts`, the types that
// `openapi-typescript` makes of the API's OpenAPI document. `--help` says what it does.
import { setTimeout } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./openapi-types.ts";

const HELP = `Prints all courses of one kind that an employee has, oldest first: serial, status and course name, tab-separated.

  CLIENT_ID=… CLIENT_SECRET=… node client.ts EMPLOYEE_ID [CATEGORY]

  CATEGORY     the last part of the path of the list, such as online; webinar unless given
  API_URL      http://localhost:3000 unless set
  PAGE_SIZE    records a page, 1 to 100; 100 unless set
  TIMEOUT      seconds for one attempt at a request; 30 unless set`;

const { API_URL, CLIENT_ID = "", CLIENT_SECRET = "", PAGE_SIZE, TIMEOUT } = process.env;
const baseUrl = API_URL || "http://localhost:3000";
const timeoutMs = Math.ceil(Number(TIMEOUT || 30) * 1_000);
const ATTEMPTS = 5;
/** The errorCodes after which it may help to ask again, and the statuses of the gateway in front, which has no errorCode. */
const PASSING = new Set([150, 160, 161, 429, 503, 504]);

/** The lists that an employee has. A client for one of them calls it by its own path, and has one type of record. */
type ListPath = Extract<keyof paths, `/ruangkerja/dashboard/users/{employeeID}/courses/${string}`>;
type Records = paths[ListPath]["get"]["responses"][200]["content"]["application/json"]["data"];
type ErrorAnswer = components["schemas"]["ErrorAnswer"];

/** An answer that is no success. */
class Refused extends Error {
  constructor({ status, headers }: Response, error: Partial<ErrorAnswer> | undefined) {
    const { errorCode = status, detail = error?.message } = error ?? {};
    super(`status ${status}, errorCode ${errorCode}, X-Request-Id ${headers.get("X-Request-Id")}: ${detail}`);
  }
}

/** Sends a request once. @returns the answer, with all of its body, or the error where there was none in time */
const attempt = async (request: Request): Promise<Response | Error> => {
  try {
    const response = await fetch(request.clone(), { signal: AbortSignal.timeout(timeoutMs) });
    return new Response(await response.arrayBuffer(), response);
  } catch (error) {
    return new Error(`No answer from ${baseUrl} in ${ATTEMPTS} attempts`, { cause: error });
  }
};

const mayHelp = async (answer: Response | Error): Promise<boolean> => {
  if (answer instanceof Error) return true;
  const body = await answer
    .clone()
    .json()
    .catch(() => ({}));
  const { errorCode = answer.status } = body as Partial<ErrorAnswer>;
  return PASSING.has(errorCode);
};

/** `fetch`; again where that may help, after the time that the API asks for. */
const patientFetch = async (request: Request): Promise<Response> => {
  for (let number = 1; ; number += 1) {
    const answer = await attempt(request);
    if (number === ATTEMPTS || !(await mayHelp(answer))) {
      if (answer instanceof Error) throw answer;
      return answer;
    }
    const seconds = answer instanceof Error ? 1 : Number(answer.headers.get("Retry-After") ?? 1);
    await setTimeout(seconds * 1_000);
  }
};

const api = createClient<paths>({ baseUrl, fetch: patientFetch });

let token: { readonly value: string; readonly renewAt: number } | undefined;

/** @returns the token that was got before, until three quarters of its life are over */
const accessToken = async (): Promise<string> => {
  if (token && performance.now() < token.renewAt) return token.value;
  const body = { clientID: CLIENT_ID, clientSecret: CLIENT_SECRET, grantType: "client_credentials" } as const;
  const { data, error, response } = await api.POST("/oauth/token", { body });
  if (!data) throw new Refused(response, error);
  const { accessToken: value, expiresIn } = data.data;
  token = { value, renewAt: performance.now() + Number(expiresIn) * 750 };
  return value;
};

const getPage = async (employeeID: string, category: string, page: number) => {
  // The API answers another category with code 131.
  const path = `/ruangkerja/dashboard/users/{employeeID}/courses/${encodeURIComponent(category)}` as ListPath;
  const params = { path: { employeeID }, query: { page, pageSize: Number(PAGE_SIZE || 100) } };
  const get = async () => api.GET(path, { params, headers: { Authorization: `Bearer ${await accessToken()}` } });
  const first = await get();
  if (first.error?.errorCode !== 123) return first;
  // The token was refused before its time: once more, with a new one.
  token = undefined;
  return get();
};

/** Yields the records of a list, oldest first, following each page's link to the next until there is none. */
async function* recordsOf(employeeID: string, category: string): AsyncGenerator<Records[number]> {
  let read = 0;
  for (let page = 1; page > 0; ) {
    const { data, error, response } = await getPage(employeeID, category, page);
    if (!data) throw new Refused(response, error);
    yield* data.data;
    read += data.data.length;
    console.error(`${read} of ${response.headers.get("X-Total-Count")} records`);
    const [, next] = /<([^>]*)>; rel="next"/.exec(response.headers.get("Link") ?? "") ?? [];
    page = next === undefined ? 0 : Number(new URL(next).searchParams.get("page"));
  }
}

/** The serial, the status and the course's name. Online courses have no serial of the assignment. */
const lineOf = (record: Records[number]): string =>
  ("assignedCourseSerial" in record
    ? [record.assignedCourseSerial, record.userAssignedStatus, record.course.name]
    : [record.course.serial, record.status, record.course.name]
  ).join("\t");

const main = async (): Promise<void> => {
  const [employeeID, category, ...others] = process.argv.slice(2);
  if (employeeID === "--help" || employeeID === "-h") return console.log(HELP);
  if (!employeeID || others.length > 0) {
    throw new Error("Give one employee ID, and a category if it is not webinar. See --help.");
  }
  if (!/^https?:\/\//.test(baseUrl)) {
    throw new Error(`API_URL must begin with http:// or https://, and it is "${baseUrl}".`);
  }
  if (!(timeoutMs > 0 && timeoutMs < 3_600_000))
    throw new Error(`TIMEOUT must be a number of seconds above 0 and below 3600, and it is "${TIMEOUT}".`);
  if (!CLIENT_ID || !CLIENT_SECRET) throw new Error("Set CLIENT_ID and CLIENT_SECRET. See --help.");
  for await (const record of recordsOf(employeeID, category || "webinar")) console.log(lineOf(record));
};

// Nobody reads on: `| head`.
process.stdout.once("error", () => process.exit(141));

await main().catch((error: Error) => {
  console.error(`client.ts: ${error.message}`);
  process.exitCode = 1;
});
