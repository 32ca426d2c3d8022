import { randomInt } from "node:crypto";
import { generateKeyPair, SignJWT } from "jose";
import * as z from "zod/mini";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import type { ErrorName } from "../../../functions/shared/errors/dictionary.ts";
import { linksIn } from "../../support/links.ts";
import type { Reply, Shot } from "./cannon.ts";
import type { Fault } from "./faults.ts";
import { failureOf } from "./judge.ts";
import { type ClientID, FOREIGN_EMPLOYEE, type WatchedList } from "./lists.ts";
import type { World } from "./world.ts";

/** What the answers are told to. */
export type Judgement = {
  /** Every answer, whatever it is. */
  answered(reply: Reply): void;
  wrong(what: string, reply: Reply): void;
  /** A failure that only a fault of the target explains, or that needs no explanation. */
  failed(name: ErrorName, reply: Reply, target: Fault["target"] | undefined): void;
};

type Expected = { readonly [Name in ErrorName]?: Fault["target"] | "always" };

const PAGE_SIZES = [1, 5, 10, 25, 100] as const;
const STORAGE: Expected = { unavailable: "DynamoDB", deadlineExceeded: "DynamoDB" };
const PROVIDER: Expected = { unavailable: "the provider", deadlineExceeded: "the provider", tooManyRequests: "always" };

const pathOf = (employeeID: string, page: number, pageSize: number): string =>
  `/ruangkerja/dashboard/users/${employeeID}/courses/webinar?page=${page}&pageSize=${pageSize}`;

/** A token as the provider signs it, with a key that it does not have: the key set is asked for again. */
const tokenOfUnknownKey = async (issuer: string): Promise<string> => {
  const { privateKey } = await generateKeyPair("ES256");
  return new SignJWT({ client_id: "demo" })
    .setProtectedHeader({ alg: "ES256", kid: "unknown" })
    .setIssuer(issuer)
    .setExpirationTime("12h")
    .sign(privateKey);
};

/** Requests of every kind, mostly for pages, at random; each answer is held against all that may be true. */
export const createShots = async (
  world: World,
  lists: readonly WatchedList[],
  judgement: Judgement,
): Promise<() => Shot> => {
  const tokens = { demo: await world.token("demo"), other: await world.token("other") };
  const unknownKey = await tokenOfUnknownKey(world.issuer);
  /** The newest of each page: its tag and its body. */
  const known = new Map<string, { readonly etag: string; readonly body: string }>();

  /** @param expected failures, and the target whose fault explains each */
  const judge = (reply: Reply, what: string, expected: Expected): void => {
    const name = failureOf(reply);
    const target = name && expected[name];
    if (!name || !target) judgement.wrong(what, reply);
    else judgement.failed(name, reply, target === "always" ? undefined : target);
  };

  const shot = (shot: Omit<Shot, "answered">, check: (reply: Reply) => void): Shot => ({
    ...shot,
    answered: (reply) => {
      judgement.answered(reply);
      check(reply);
    },
  });

  const page = ({ clientID, name, model }: WatchedList): Shot => {
    const pageSize = PAGE_SIZES[randomInt(PAGE_SIZES.length)] ?? 1;
    const page = randomInt(1, Math.ceil(60 / pageSize) + 2);
    const path = pathOf(name.employeeID, page, pageSize);
    const key = `${clientID} ${path}`;
    const tagged = randomInt(3) === 0 ? known.get(key) : undefined;
    const headers = { Authorization: tokens[clientID], ...(tagged && { "If-None-Match": tagged.etag }) };
    return shot({ path, headers }, (reply) => {
      const { status, headers, sentAt, answeredAt } = reply;
      if (status !== 200 && !(status === 304 && tagged)) return judge(reply, key, STORAGE);
      const body = status === 304 ? `${tagged?.body}` : reply.body;
      const total = Number(headers["x-total-count"]);
      const isLast = page * pageSize >= total;
      if (isLast === "next" in linksIn(headers["link"] ?? "")) judgement.wrong(`${key}: Link`, reply);
      const wrong = () => judgement.wrong(`${key}, total ${total}`, { ...reply, body });
      model.observe({ page, pageSize, body, total, sentAt, answeredAt, wrong });
      known.set(key, { etag: headers["etag"] ?? "", body });
    });
  };

  const refusedPage = (what: string, employeeID: string, token: string, refusal: ErrorName, others: Expected): Shot =>
    shot({ path: pathOf(employeeID, 1, 10), headers: { Authorization: token } }, (reply) =>
      judge(reply, what, { ...others, [refusal]: "always" }),
    );

  const token = (clientID: ClientID, clientSecret: string, expected: Expected, granted: boolean): Shot => {
    const body = JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" });
    const request = { method: "POST", path: "/oauth/token", headers: { "Content-Type": "application/json" }, body };
    return shot(request as Omit<Shot, "answered">, (reply) => {
      if (reply.status !== 200 || !granted) return judge(reply, "token", expected);
      if (!z.safeParse(tokenResponse, JSON.parse(reply.body)).success) judgement.wrong("token", reply);
    });
  };

  const pageOfAny = () => page(lists[randomInt(lists.length)] as WatchedList);
  const kinds: readonly (readonly [number, () => Shot])[] = [
    [90, pageOfAny],
    [
      3,
      () => refusedPage("an employee of another company", FOREIGN_EMPLOYEE, tokens.demo, "employeeNotFound", STORAGE),
    ],
    [2, () => refusedPage("an unknown employee", "SOAK-NOBODY", tokens.other, "employeeNotFound", STORAGE)],
    [
      1,
      () =>
        refusedPage("a token of an unknown key", "SOAK1", unknownKey, "tokenNotValid", { unavailable: "the provider" }),
    ],
    [2, () => token("demo", "demo-secret", PROVIDER, true)],
    [1, () => token("demo", "wrong", { ...PROVIDER, credentialsMismatch: "always" }, false)],
  ];
  const drawn = kinds.flatMap(([share, kind]) => Array<() => Shot>(share).fill(kind));
  return () => (drawn[randomInt(drawn.length)] ?? pageOfAny)();
};
