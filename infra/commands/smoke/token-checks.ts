import { randomUUID } from "node:crypto";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { partsOf, TOKEN_ROUTE } from "../../../functions/shared/http/routes.ts";
import { errorProblems, headerProblems, JSON_TYPE, statusProblems } from "./answers.ts";
import { checkBody } from "./bodies.ts";
import { type Check, type Outcome, problem, type Session } from "./check.ts";

const tokenUrl = ({ url }: Session): string => `${url}${partsOf(TOKEN_ROUTE).path}`;

const askToken = (session: Session, body: string) =>
  session.send(tokenUrl(session), { method: "POST", headers: { "Content-Type": "application/json" }, body });

const credentials = ({ clientID }: Session, clientSecret: string): string =>
  JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" });

/** What can stand in a header, and so be sent back. */
const SENDABLE = /^[\x21-\x7e]+$/;

const getToken = async (session: Session): Promise<Outcome> => {
  const answer = await askToken(session, credentials(session, session.clientSecret));
  const problems = statusProblems(answer, 200);
  if (answer.status !== 200) return { problems };
  const body = checkBody(answer, tokenResponse);
  problems.push(
    ...body.problems,
    ...headerProblems(answer, { "Content-Type": JSON_TYPE, "Cache-Control": "no-store" }),
  );
  const { accessToken = "", expiresIn } = body.data?.data ?? {};
  const isSendable = SENDABLE.test(accessToken);
  if (isSendable) session.token = accessToken;
  if (body.data && !isSendable) {
    problems.push(problem(answer, "body data.accessToken", "printable ASCII", "other characters, or none"));
  }
  return { problems, ...(expiresIn && { note: `lasts ${expiresIn} s` }) };
};

/** The first, which brings the token. */
export const tokenCheck: Check = { name: "token", run: getToken };

/** POST /oauth/token where it refuses. */
export const tokenRefusals: readonly Check[] = [
  {
    name: "wrong secret",
    run: async (session) =>
      errorProblems(await askToken(session, credentials(session, randomUUID())), "credentialsMismatch"),
  },
  {
    name: "malformed token request",
    run: async (session) => [
      ...errorProblems(await askToken(session, "{"), "requestNotValid", { names: ["body"] }),
      ...errorProblems(await askToken(session, "{}"), "requestNotValid", {
        names: ["body clientID", "body clientSecret", "body grantType"],
      }),
    ],
  },
  {
    name: "GET instead of POST for a token",
    run: async (session) =>
      errorProblems(await session.send(tokenUrl(session)), "methodNotAllowed", { headers: { Allow: "POST" } }),
  },
];
