import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod/mini";
import { tokenResponse } from "../../functions/oauth-token/contract.ts";
import type { Category } from "../../functions/shared/store/categories.ts";
import { startStack } from "../../infra/local/stack.ts";
import { sampleClients } from "../../infra/reference/sample.ts";
import { type Feed, sincesOf, walkFeed } from "./feed.ts";
import { fillLists } from "./lists.ts";
import { type Sent, TOKEN_PATH } from "./request.ts";
import { type Exchange, exchange } from "./wire.ts";

/** Milliseconds: twice what a function may take, so that only what never ends is too late, however busy the machine. */
const ANSWER_LIMIT = 20_000;

/** Tokens of clients, by the name that stands for them in a request. */
export const clientTokens = ["demo", "other", "disabled", "noscope"] as const;
/** Tokens that were tampered with. */
export const forgedTokens = ["unsigned", "hmac", "swapped", "cut"] as const;

export type World = {
  readonly url: string;
  send(sent: Sent): Promise<Exchange>;
  /**
   * The records of a list as the client of a token may see them; `undefined` where there is none for it. A company's own
   * list is there in any case, and may be empty.
   */
  list(token: string, category: Category, employeeID?: string): readonly object[] | undefined;
  /** The feed of changes that the client of a token may see; `undefined` where it may see none. */
  feed(token: string): Feed | undefined;
  /** Lines of the functions' logs that no request may cause, since the last look. */
  complaints(): string[];
  stop(): Promise<void>;
};

/** The local stack: the built functions behind the local gateway, with the sample's data, clients and their tokens, and more lists. */
export const startWorld = async (): Promise<World> => {
  const complaints: string[] = [];
  const secrets = sampleClients.map(({ clientSecret }) => clientSecret);
  const stack = await startStack({
    log: (line) => {
      if (!line.includes('"level":"INFO"')) complaints.push(line);
      if (secrets.some((secret) => line.includes(secret))) complaints.push(`A secret is in the log: ${line}`);
    },
  });
  const lists = await fillLists(stack.dynamodbUrl);
  const tokens = await tokensOf(stack.url, stack.issuer);
  secrets.push(...Object.values(tokens));
  // The local stack's feed ends 2 seconds before now.
  await pause(2_500);
  const feeds = new Map<string, Feed>();
  for (const { clientID, companySerial, enabled } of sampleClients) {
    const token = tokens[clientID];
    if (!enabled || token === undefined) continue;
    feeds.set(clientID, await walkFeed(stack.url, token, companySerial, lists.named(companySerial)));
  }
  const sinces = Object.assign({}, ...[...feeds].map(([client, feed]) => sincesOf(client, feed)));
  const host = new URL(stack.url).host;
  const values = new Map<string, string>([["host", host], ...Object.entries<string>({ ...tokens, ...sinces })]);
  const port = Number(new URL(stack.url).port);
  const fill = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values.get(name) ?? whole);

  return {
    url: stack.url,
    send: ({ text, hangsUp = false }) =>
      exchange({ port, bytes: Buffer.from(fill(text), "latin1"), hangsUp, limit: ANSWER_LIMIT }),
    list: (token, category, employeeID) => {
      const client = sampleClients.find(({ clientID, enabled }) => clientID === token && enabled);
      const ofNobody = category.owner === "company" ? [] : undefined;
      return client && (lists.find(client.companySerial, category, employeeID) ?? ofNobody);
    },
    feed: (token) => feeds.get(token),
    complaints: () => complaints.splice(0),
    stop: stack.stop,
  };
};

const tokensOf = async (url: string, issuer: string): Promise<Record<string, string>> => {
  const ofClients = sampleClients.map(async ({ clientID, clientSecret }) => {
    const answer = await fetch(`${url}${TOKEN_PATH}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }),
    });
    return [clientID, z.parse(tokenResponse, await answer.json()).data.accessToken] as const;
  });
  const tokens: Record<string, string> = Object.fromEntries(await Promise.all(ofClients));
  const { demo = "", other = "" } = tokens;
  return { ...tokens, noscope: await tokenWithoutScope(issuer), ...forge(demo, other) };
};

/** The provider gives out a token without the scope where nobody asks for it. */
const tokenWithoutScope = async (issuer: string): Promise<string> => {
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from("demo:demo-secret").toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return z.parse(z.object({ access_token: z.string() }), await answer.json()).access_token;
};

/** Tokens of nobody, made from two good ones. */
const forge = (token: string, other: string): Record<(typeof forgedTokens)[number], string> => {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const unsigned = `${encode({ alg: "none", typ: "at+jwt" })}.${payload}`;
  const symmetric = `${encode({ ...JSON.parse(`${Buffer.from(header, "base64url")}`), alg: "HS256" })}.${payload}`;
  return {
    unsigned: `${unsigned}.`,
    hmac: `${symmetric}.${createHmac("sha256", "key").update(symmetric).digest("base64url")}`,
    // Another's claims under this one's signature.
    swapped: `${header}.${other.split(".")[1]}.${signature}`,
    cut: token.slice(0, -1),
  };
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
