import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHandler } from "../../../functions/oauth-token/app.ts";
import { keepTokens } from "../../../functions/oauth-token/keep-tokens.ts";
import { type Credentials, createTokenProvider, type IssuedToken } from "../../../functions/oauth-token/provider.ts";
import { keepingLog, lambdaContext, tokenEvent } from "../../support/events.ts";
import { SCOPE } from "../../support/issuer.ts";
import { answers, type Behaviour, delayed, providerStubs } from "../../support/provider-stub.ts";
import { CLIENT, openTokenEndpoint, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

const { start } = providerStubs();

const START = Date.UTC(2026, 10, 23, 12);
const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const grants = (access_token: string, expires_in = 43_200): Behaviour =>
  answers(200, { access_token, expires_in, token_type: "Bearer" });
const refuses = answers(400, { error: "invalid_client" });

/** An instance of the function over such a provider. */
const openOver = async (...behaviours: Behaviour[]) => {
  const { url, requests } = await start(...behaviours);
  const { call, log } = openTokenEndpoint(url);
  /** @returns the token and its seconds, or the errorCode */
  const ask = async (credentials: Partial<Credentials> = {}) => {
    const { json } = await call(tokenEvent({ ...TOKEN_REQUEST, ...credentials }));
    return json.data ? `${json.data.accessToken} ${json.data.expiresIn}` : json.errorCode;
  };
  return { ask, requests, log };
};

describe("a token", () => {
  test("is given again to the same credentials, with the seconds that are left", async () => {
    const { ask, requests, log } = await openOver(grants("one"), grants("two"));
    expect(await ask()).toBe("one 43200");
    pass(3_600);
    expect(await ask()).toBe("one 39600");
    expect(requests).toHaveLength(1);
    expect(log.lines).toMatchObject([
      { status: 200, client: CLIENT.clientID, grant: "issued" },
      { status: 200, client: CLIENT.clientID, grant: "kept" },
    ]);
  });

  test.each([
    [32_399, "one 10801"],
    [32_400, "two 43200"],
  ])("is given again while more than a quarter of its life is left: after %i s %s", async (seconds, expected) => {
    const { ask } = await openOver(grants("one"), grants("two"));
    await ask();
    pass(seconds);
    expect(await ask()).toBe(expected);
  });

  test("that took its place is kept in its turn", async () => {
    const { ask, requests } = await openOver(grants("one", 100), grants("two", 100), grants("three"));
    for (const expected of ["one 100", "two 100", "three 43200"]) {
      expect(await ask()).toBe(expected);
      pass(10);
      if (expected !== "three 43200") expect(await ask()).toBe(expected.replace("100", "90"));
      pass(70);
    }
    expect(requests).toHaveLength(3);
  });

  test("is not kept longer where the clock is set back", async () => {
    const { ask } = await openOver(grants("one"), grants("two"));
    const uptime = vi.spyOn(performance, "now");
    uptime.mockReturnValue(1_000);
    await ask();
    vi.setSystemTime(START - 3_600_000);
    uptime.mockReturnValue(1_000 + 40_000_000);
    expect(await ask()).toBe("two 43200");
    uptime.mockRestore();
  });

  test.each([
    ["another secret", { clientSecret: "another" }],
    ["another client", { clientID: "another" }],
    ["the same characters divided in another way", { clientID: "demoa", clientSecret: CLIENT.clientSecret.slice(1) }],
  ])("is not given to %s, and a refusal ends nothing", async (_, changes) => {
    const { ask, requests } = await openOver(grants("one"), refuses);
    await ask();
    expect(await ask(changes)).toBe(400);
    expect(await ask(changes)).toBe(400);
    expect(requests).toHaveLength(3);
    expect(await ask()).toMatch(/^one /);
  });

  test("is kept by each instance for itself", async () => {
    const { url, requests } = await start(grants("one"));
    for (let instance = 0; instance < 2; instance += 1) await openTokenEndpoint(url).call(tokenEvent(TOKEN_REQUEST));
    expect(requests).toHaveLength(2);
  });

  test("of one second is not kept", async () => {
    const { ask, requests } = await openOver(grants("one", 1));
    await ask();
    await ask();
    expect(requests).toHaveLength(2);
  });
});

describe("a failure is not kept", () => {
  test.each<[string, Behaviour, number]>([
    ["a refusal", refuses, 400],
    ["an unreachable provider", answers(503), 160],
    ["an answer without a token", answers(200, {}), 160],
  ])("%s", async (_, behaviour, errorCode) => {
    const { ask } = await openOver(behaviour, grants("one"));
    expect(await ask()).toBe(errorCode);
    expect(await ask()).toBe("one 43200");
  });

  test("nor is the token before it, once it was due", async () => {
    const { ask } = await openOver(grants("one"), refuses);
    await ask();
    pass(32_400);
    expect(await ask()).toBe(400);
    expect(await ask()).toBe(400);
  });
});

describe("a rotated secret", () => {
  const NEW = { clientSecret: "the new secret" };

  test("works at once, and the old one ends within 60 seconds of that", async () => {
    const { ask, requests } = await openOver(grants("old"), grants("new"), refuses);
    await ask();
    pass(1_000);
    expect(await ask(NEW)).toBe("new 43200");
    pass(59);
    expect(await ask()).toMatch(/^old /);
    pass(1);
    expect(await ask()).toBe(400);
    expect(await ask(NEW)).toBe("new 43140");
    expect(requests).toHaveLength(3);
  });

  test("costs at most a token a minute for each secret while both are in use", async () => {
    const { ask, requests } = await openOver(grants("any"));
    for (let second = 0; second < 600; second += 10) {
      await ask();
      await ask(NEW);
      pass(10);
    }
    expect(requests.length).toBeLessThanOrEqual(20);
  });

  test("ends nothing of another client, and nothing if the provider refuses it", async () => {
    const { ask, requests } = await openOver(grants("old"), grants("other"), refuses);
    await ask();
    await ask({ clientID: "other" });
    await ask(NEW);
    pass(3_600);
    expect(await ask()).toBe("old 39600");
    expect(await ask({ clientID: "other" })).toBe("other 39600");
    expect(requests).toHaveLength(3);
  });
});

describe("equal requests at the same time", () => {
  const openAtOnce = async (...behaviours: Behaviour[]) => {
    const { url, requests } = await start(...behaviours);
    const log = keepingLog();
    const handler = createHandler({ provider: createTokenProvider(url.href, { scope: SCOPE }), log });
    const ask = async (changes: Partial<Credentials> = {}) => {
      const { statusCode } = await handler(tokenEvent({ ...TOKEN_REQUEST, ...changes }), lambdaContext());
      return statusCode;
    };
    return { ask, requests, log };
  };

  test("share one call, of which one is billed", async () => {
    const { ask, requests, log } = await openAtOnce(delayed(100, grants("one")));
    expect(await Promise.all(Array.from({ length: 20 }, () => ask()))).toEqual(Array(20).fill(200));
    expect(requests).toHaveLength(1);
    expect(log.lines.map(({ grant }) => grant).toSorted()).toEqual(["issued", ...Array(19).fill("kept")]);
  });

  test("share a failure, and none of the next call", async () => {
    const { ask, requests } = await openAtOnce(delayed(100, refuses), grants("one"));
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([400, 400, 400]);
    expect(requests).toHaveLength(1);
    expect(await ask()).toBe(200);
  });

  test("of different credentials do not share a call", async () => {
    const { ask, requests } = await openAtOnce(delayed(100, grants("one")));
    expect(await Promise.all([ask(), ask({ clientSecret: "another" })])).toEqual([200, 200]);
    expect(requests).toHaveLength(2);
  });
});

test("400 equal requests one after the other make one call, and reach no limit", async () => {
  const { ask, requests } = await openOver(grants("one"));
  for (let index = 0; index < 400; index += 1) expect(await ask()).toMatch(/^one 43(200|19\d)$/);
  expect(requests).toHaveLength(1);
});

describe("what an instance keeps", () => {
  const issued: Credentials[] = [];
  const issue = async (credentials: Credentials) => {
    issued.push(credentials);
    return { accessToken: "token", expiresIn: 43_200 };
  };
  const pair = (index: number): Credentials => ({ clientID: `client-${index}`, clientSecret: "secret" });

  test("is at most 1,000 tokens: the one that was kept longest makes room", async () => {
    const give = keepTokens(issue);
    for (let index = 0; index < 1_001; index += 1) await give(pair(index));
    expect(issued).toHaveLength(1_001);
    expect((await give(pair(1))).grant).toBe("kept");
    expect((await give(pair(0))).grant).toBe("issued");
    expect((await give(pair(1))).grant).toBe("issued");
    expect((await give(pair(3))).grant).toBe("kept");
  });

  test("makes no room for a secret that the provider refuses", async () => {
    const give = keepTokens(async (credentials) => {
      if (credentials.clientSecret === "wrong") throw new Error("refused");
      return issue(credentials);
    });
    for (let index = 0; index < 1_000; index += 1) await give(pair(index));
    await expect(give({ ...pair(0), clientSecret: "wrong" })).rejects.toThrow("refused");
    expect((await give(pair(0))).grant).toBe("kept");
  });

  test("stays where an earlier call for it fails later", async () => {
    const first = Promise.withResolvers<IssuedToken>();
    let calls = 0;
    const give = keepTokens((credentials) => {
      calls += 1;
      return calls === 1 ? first.promise : issue(credentials);
    });
    const failing = give(pair(0));
    for (let index = 1; index <= 1_000; index += 1) await give(pair(index));
    expect((await give(pair(0))).grant).toBe("issued");
    first.reject(new Error("late"));
    await expect(failing).rejects.toThrow("late");
    expect((await give(pair(0))).grant).toBe("kept");
  });

  test("is not given where its life was shorter than the wait for it", async () => {
    const slow = Promise.withResolvers<IssuedToken>();
    const answers = [slow.promise, Promise.resolve({ accessToken: "second", expiresIn: 3 })];
    const give = keepTokens(() => answers.shift() ?? Promise.reject(new Error("one call too many")));
    const both = [give(pair(0)), give(pair(0))];
    pass(4);
    slow.resolve({ accessToken: "first", expiresIn: 3 });
    expect(await Promise.all(both)).toEqual([
      { accessToken: "first", expiresIn: 3, grant: "issued" },
      { accessToken: "second", expiresIn: 3, grant: "issued" },
    ]);
  });

  test("has no secret, and no name of one that another instance would have", async () => {
    const set = vi.spyOn(Map.prototype, "set");
    for (let instance = 0; instance < 2; instance += 1) await keepTokens(issue)(CLIENT);
    const kept = set.mock.calls.filter(([, entry]) => entry?.issued);
    set.mockRestore();
    expect(kept).toHaveLength(2);
    expect(kept[0]?.[0]).not.toBe(kept[1]?.[0]);
    expect(JSON.stringify(kept)).not.toContain(CLIENT.clientSecret);
    expect(JSON.stringify(kept)).not.toContain(Buffer.from(CLIENT.clientSecret).toString("base64").slice(0, 12));
  });
});
