import { type ErrorEntry, type ErrorName, errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import type { Judged } from "../oracle.ts";
import type { Asked } from "../request.ts";
import type { Answer } from "../wire.ts";
import { problemOfName } from "./search.ts";
import { readingOf } from "./since.ts";

const EMPLOYEE = "must be 1 to 128 characters, none of them a control character";
const NAME = EMPLOYEE.replace("128", "300");
const wholeNumber = (maximum: number) => `must be one integer from 1 to ${maximum}, in plain decimal digits`;
const credential = (maximum: number) => `must be 1 to ${maximum} printable ASCII characters`;
const [PAGE, PAGE_SIZE] = [wholeNumber(90_071_992_547_409), wholeNumber(100)];
const [CLIENT_ID, CLIENT_SECRET] = [credential(256), credential(1_024)];

const paging = [
  `query page: ${PAGE}`,
  `query page: is required, ${PAGE}`,
  `query pageSize: ${PAGE_SIZE}`,
  `query pageSize: is required, ${PAGE_SIZE}`,
];
/**
 * Every problem that a detail may name, to the letter: nothing that a caller wrote has a place in it, nor anything that
 * a library says by itself.
 */
const problems = {
  employee: [`path employeeID: ${EMPLOYEE}`, ...paging],
  company: [...paging, "query name: must be given once", `query name: ${NAME}`],
  /** Each is foretold. */
  changes: [],
  token: [
    "body: must be JSON in UTF-8",
    "body: must be a JSON object with clientID, clientSecret and grantType",
    `body clientID: ${CLIENT_ID}`,
    `body clientID: is required, ${CLIENT_ID}`,
    `body clientID: must be a string, ${CLIENT_ID}`,
    `body clientSecret: ${CLIENT_SECRET}`,
    `body clientSecret: is required, ${CLIENT_SECRET}`,
    `body clientSecret: must be a string, ${CLIENT_SECRET}`,
    'body grantType: must be "client_credentials"',
  ],
  elsewhere: [],
} as const;

/** The details that say more than the message. */
const details: Partial<Record<ErrorName, string>> = {
  notAcceptable: "header Accept: must allow application/json; charset=utf-8",
  formatNotSupported: "header Content-Type: must be application/json",
};

/** Holds an error's status and body against the Error Dictionary, byte for byte. */
export const problemsOfError = (
  world: Judged,
  name: ErrorName,
  { status, body }: Answer,
  asked: Asked | undefined,
): string[] => {
  const entry: ErrorEntry = errorDictionary[name];
  const wrongStatus = status === entry.status ? [] : [`code ${entry.errorCode} with status ${status}`];
  if (asked?.method === "HEAD") return [...wrongStatus, ...(body.length > 0 ? ["an answer to HEAD has a body"] : [])];
  const text = body.toString();
  const detail = name === "requestNotValid" ? detailIn(text) : undefined;
  const expected = JSON.stringify(bodyOf(entry, detail ?? details[name]));
  return [
    ...wrongStatus,
    ...(text === expected ? [] : [`the body is ${text} and should be ${expected}`]),
    ...(detail === undefined ? [] : unknownProblems(world, detail, asked)),
  ];
};

const bodyOf = ({ errorCode, message, grpc, text }: ErrorEntry, detail?: string) => {
  const said = message ?? `rpc error: code = ${grpc} desc = ${text}`;
  return { errorCode, message: said, detail: message ? text : (detail ?? said) };
};

const detailIn = (text: string): string | undefined => {
  const { detail } = JSON.parse(text);
  return typeof detail === "string" ? detail : undefined;
};

const unknownProblems = (world: Judged, detail: string, asked: Asked | undefined): string[] => {
  const feed = asked?.endpoint === "changes" && asked.token !== undefined ? world.feed(asked.token) : undefined;
  if (asked && feed) {
    const expected = readingOf(asked, feed).problems.join("; ");
    return detail === expected ? [] : [`it says ${detail} and should say ${expected}`];
  }
  const name = asked && problemOfName(asked);
  const known: readonly string[] = asked ? problems[asked.endpoint] : Object.values(problems).flat();
  const named = detail.split("; ");
  const twice = new Set(named).size < named.length ? [`a problem is named twice: ${detail}`] : [];
  const unknown = named.filter((problem) => !known.includes(problem)).map((problem) => `unknown: ${problem}`);
  const ofName = named.find((problem) => problem.startsWith("query name: "));
  const wrong = asked && ofName !== name ? [`of the name it says ${ofName} and should say ${name}`] : [];
  return [...twice, ...unknown, ...wrong];
};
