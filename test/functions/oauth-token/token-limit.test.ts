import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createTokenLimit } from "../../../functions/oauth-token/limit.ts";
import { tokenEvent } from "../../support/events.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import { CLIENT, openTokenEndpoint, TOKEN_HEADERS, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

const { start } = providerStubs();

const LIMIT = 300;
const START = Date.UTC(2026, 10, 23, 12, 0, 30, 250);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const times = (count: number, call: () => void): void => {
  for (let index = 0; index < count; index += 1) call();
};

/** @returns the seconds that the refusal of the call asks to wait */
const refusalOf = (call: () => void): string | undefined => {
  try {
    call();
  } catch (error) {
    expect(error).toMatchObject({ body: { errorCode: 150 }, entry: { status: 429 } });
    return (error as { headers: Record<string, string> }).headers["Retry-After"];
  }
  return undefined;
};

describe("one pair of credentials", () => {
  test("passes 300 times a minute and is refused the 301st time, for the rest of that minute", () => {
    const count = createTokenLimit();
    times(LIMIT, () => count(CLIENT));
    expect(refusalOf(() => count(CLIENT))).toBe("60");
    vi.setSystemTime(START + 59_999);
    expect(refusalOf(() => count(CLIENT))).toBe("1");
  });

  test.each([
    [1, "60"],
    [1_000, "59"],
    [58_999, "2"],
    [59_000, "1"],
  ])("is told after %i ms of the minute to wait %s seconds: whole ones, rounded up", (passed, seconds) => {
    const count = createTokenLimit();
    times(LIMIT, () => count(CLIENT));
    vi.setSystemTime(START + passed);
    expect(refusalOf(() => count(CLIENT))).toBe(seconds);
  });

  test("is not kept waiting for an hour where the clock is set back by one", () => {
    const count = createTokenLimit();
    times(LIMIT, () => count(CLIENT));
    vi.setSystemTime(START - 3_600_000);
    times(LIMIT, () => count(CLIENT));
    expect(refusalOf(() => count(CLIENT))).toBe("60");
  });

  test("passes 300 times again once it has waited that long", () => {
    const count = createTokenLimit();
    times(LIMIT, () => count(CLIENT));
    const seconds = Number(refusalOf(() => count(CLIENT)));
    vi.setSystemTime(START + seconds * 1_000);
    times(LIMIT, () => count(CLIENT));
    expect(refusalOf(() => count(CLIENT))).toBe("60");
  });

  test.each([
    ["the same client with another secret", { ...CLIENT, clientSecret: "another" }],
    ["another client with the same secret", { ...CLIENT, clientID: "another" }],
    ["the same characters divided in another way", { clientID: "demoa", clientSecret: CLIENT.clientSecret.slice(1) }],
  ])("does not use up what %s has", (_, other) => {
    const count = createTokenLimit();
    times(LIMIT, () => count(CLIENT));
    times(LIMIT, () => count(other));
    expect(refusalOf(() => count(other))).toBe("60");
  });

  test("is counted by each instance for itself", () => {
    times(LIMIT, () => createTokenLimit()(CLIENT));
    expect(refusalOf(() => createTokenLimit()(CLIENT))).toBeUndefined();
  });
});

describe("POST /oauth/token", () => {
  test("answers the 301st call within a minute with 429, code 150, and leaves the provider alone", async () => {
    const { url, requests } = await start(answers(200, { access_token: "t", expires_in: 1, token_type: "bearer" }));
    const { call } = openTokenEndpoint(url);
    for (let index = 0; index < LIMIT; index += 1) {
      expect((await call(tokenEvent(TOKEN_REQUEST))).statusCode).toBe(200);
    }
    vi.setSystemTime(START + 20_500);
    const message = "rpc error: code = ResourceExhausted desc = Too many requests";
    const { statusCode, headers, json, line } = await call(tokenEvent(TOKEN_REQUEST));
    expect(statusCode).toBe(429);
    expect(headers).toEqual({ ...TOKEN_HEADERS, "Retry-After": "40" });
    expect(json).toEqual({ errorCode: 150, message, detail: message });
    expect(line).toMatchObject({ status: 429, errorCode: 150 });
    expect(line).not.toHaveProperty("client");
    expect(requests).toHaveLength(LIMIT);

    const otherSecret = { ...TOKEN_REQUEST, clientSecret: "another" };
    expect(await call(tokenEvent(otherSecret))).toMatchObject({ statusCode: 200 });
    vi.setSystemTime(START + 60_000);
    expect(await call(tokenEvent(TOKEN_REQUEST))).toMatchObject({ statusCode: 200 });
  });

  test("counts a call that the provider refused, and none that is not valid", async () => {
    const { url, requests } = await start(answers(401, { error: "invalid_client" }));
    const { call } = openTokenEndpoint(url);
    for (let index = 0; index < LIMIT; index += 1) {
      await call(tokenEvent(TOKEN_REQUEST));
      await call(tokenEvent({ ...TOKEN_REQUEST, grantType: "another" }));
    }
    expect(requests).toHaveLength(LIMIT);
    expect(await call(tokenEvent(TOKEN_REQUEST))).toMatchObject({ statusCode: 429 });
  });
});
