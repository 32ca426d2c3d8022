import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type ErrorName, errorDictionary } from "../../functions/shared/error-dictionary.ts";
import { ApiError } from "../../functions/shared/errors.ts";
import { type Stack, startStack } from "../../infra/local/stack.ts";
import { type ExampleName, exampleNames, missingFor, runExample } from "../support/examples.ts";
import { type Exchange, startTamperingProxy } from "../support/tampering-proxy.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
});
afterAll(() => stack.stop());

/** A request as it came, with the time in milliseconds. */
type Asked = { readonly to: "token" | `page ${string}`; readonly at: number; readonly authorization: string };
/** Changes the answer to a request, which is the `number`th of its kind. */
type Fault = (exchange: Exchange, to: Asked["to"], number: number) => void | Promise<void>;

/** Runs an example over three pages of 50, 50 and 37, with a fault between it and the API. */
const runWith = async (name: ExampleName, fault: Fault, env: Readonly<Record<string, string>> = {}) => {
  const proxy = await startTamperingProxy(stack.url);
  const asked: Asked[] = [];
  proxy.tamper(async (exchange) => {
    const to = exchange.path === "/oauth/token" ? "token" : (`page ${exchange.query.get("page")}` as const);
    asked.push({ to, at: performance.now(), authorization: `${exchange.asked.authorization}` });
    await fault(exchange, to, asked.filter((each) => each.to === to).length);
  });
  const ended = await runExample(name, ["JOHNILXV3QAJJEL3"], {
    API_URL: proxy.url,
    CLIENT_ID: "demo",
    CLIENT_SECRET: "demo-secret",
    PAGE_SIZE: "50",
    ...env,
  });
  await proxy.stop();
  const serials = new Set(ended.stdout.trimEnd().split("\n"));
  return { ...ended, asked, order: asked.map(({ to }) => to), count: ended.stdout === "" ? 0 : serials.size };
};

/** An answer of the API itself. */
const fail = (exchange: Exchange, name: ErrorName, headers: Record<string, string> = {}): void => {
  exchange.status = errorDictionary[name].status;
  Object.assign(exchange.headers, headers);
  exchange.body = JSON.stringify(new ApiError(name).body);
};

/** The second page's first answer is a failure; all others are as they are. */
const onSecondPage =
  (break_: (exchange: Exchange) => void): Fault =>
  (exchange, to, number) => {
    if (to === "page 2" && number === 1) break_(exchange);
  };

const AGAIN = ["token", "page 1", "page 2", "page 2", "page 3"];

describe.each(exampleNames)("the example %s", async (name) => {
  const missing = await missingFor(name);

  // Where it can't run, `examples.test.ts` says so.
  describe.skipIf(missing.length > 0)("run", () => {
    it.concurrent.for(["1", "2"])(
      "waits for Retry-After: %s after a 503, and asks again",
      async (seconds, { expect }) => {
        const fault = onSecondPage((exchange) => fail(exchange, "unavailable", { "retry-after": seconds }));
        const { code, count, order, asked } = await runWith(name, fault);
        const [refused = 0, again = 0] = asked.filter(({ to }) => to === "page 2").map(({ at }) => at);
        expect({ code, count, order }).toEqual({ code: 0, count: 137, order: AGAIN });
        // Timers may be a millisecond early.
        expect(again - refused).toBeGreaterThanOrEqual(Number(seconds) * 1_000 - 2);
      },
    );

    it.concurrent("waits for Retry-After after a 429 of the token call, too", async ({ expect }) => {
      const fault: Fault = (exchange, to, number) => {
        if (to === "token" && number === 1) fail(exchange, "tooManyRequests", { "retry-after": "1" });
      };
      const { code, count, asked } = await runWith(name, fault);
      expect({ code, count }).toEqual({ code: 0, count: 137 });
      const [refused, again] = asked;
      expect(again?.to).toBe("token");
      expect(Number(again?.at) - Number(refused?.at)).toBeGreaterThanOrEqual(998);
    });

    it.concurrent("waits a second after a 429 of the gateway, which has no errorCode", async ({ expect }) => {
      const fault = onSecondPage((exchange) => {
        exchange.status = 429;
        exchange.headers = { "content-type": "application/json" };
        exchange.body = '{"message":"Too Many Requests"}';
      });
      const { code, count, order } = await runWith(name, fault);
      expect({ code, count, order }).toEqual({ code: 0, count: 137, order: AGAIN });
    });

    it.concurrent("asks again after a 504", async ({ expect }) => {
      const { code, count, order } = await runWith(
        name,
        onSecondPage((exchange) => fail(exchange, "deadlineExceeded")),
      );
      expect({ code, count, order }).toEqual({ code: 0, count: 137, order: AGAIN });
    });

    it.concurrent("asks again where no answer comes in time", async ({ expect }) => {
      const fault = onSecondPage((exchange) => {
        exchange.stalled = true;
      });
      const { code, count, order } = await runWith(name, fault, { TIMEOUT: "1" });
      expect({ code, count, order }).toEqual({ code: 0, count: 137, order: AGAIN });
    });

    it.concurrent("gets a new token where one is refused before its time", async ({ expect }) => {
      const fault = onSecondPage((exchange) => fail(exchange, "tokenNotValid"));
      const { code, count, order, asked } = await runWith(name, fault);
      expect({ code, count }).toEqual({ code: 0, count: 137 });
      expect(order).toEqual(["token", "page 1", "page 2", "token", "page 2", "page 3"]);
      const [first, second, third, fourth] = asked.filter(({ to }) => to !== "token").map((each) => each.authorization);
      expect(second).toBe(first);
      expect(third).not.toBe(first);
      expect(fourth).toBe(third);
    });

    it.concurrent("gets a new token once three quarters of its life are over", async ({ expect }) => {
      const fault: Fault = async (exchange, to) => {
        if (to === "token") exchange.body = exchange.body.replace(/"expiresIn":"\d+"/, '"expiresIn":"4"');
        if (to === "page 1") await setTimeout(3_500);
      };
      const { code, count, order } = await runWith(name, fault);
      expect({ code, count }).toEqual({ code: 0, count: 137 });
      expect(order).toEqual(["token", "page 1", "token", "page 2", "page 3"]);
    });

    it.concurrent("gives up on a token that is refused twice", async ({ expect }) => {
      const fault: Fault = (exchange, to) => {
        if (to !== "token") fail(exchange, "tokenNotValid");
      };
      const { code, stdout, stderr, order } = await runWith(name, fault);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(order).toEqual(["token", "page 1", "token", "page 1"]);
      expect(stderr).toContain("status 401, errorCode 123");
    });

    it.concurrent("gives up after five attempts, and names the last answer", async ({ expect }) => {
      let last = "";
      const fault: Fault = (exchange, to) => {
        if (to !== "page 2") return;
        fail(exchange, "unavailable", { "retry-after": "0" });
        last = exchange.headers["x-request-id"] ?? "";
      };
      const { code, count, stderr, order } = await runWith(name, fault);
      expect({ code, count }).toEqual({ code: 1, count: 50 });
      expect(order).toEqual(["token", "page 1", ...Array(5).fill("page 2")]);
      expect(stderr).toContain(`status 503, errorCode 160, X-Request-Id ${last}: rpc error: code = Unavailable`);
    });

    it.concurrent("gives up at once where asking again can't help", async ({ expect }) => {
      const { code, stderr, order } = await runWith(
        name,
        onSecondPage((exchange) => fail(exchange, "storedRecordNotValid")),
      );
      expect(code).toBe(1);
      expect(order).toEqual(["token", "page 1", "page 2"]);
      expect(stderr).toContain("status 500, errorCode 170");
    });

    it.concurrent("says so where there is no API", async ({ expect }) => {
      const { code, stderr } = await runWith(name, () => {}, { API_URL: "http://127.0.0.1:1" });
      expect(code).toBe(1);
      expect(stderr).toContain("No answer from http://127.0.0.1:1 in 5 attempts");
    });
  });
});
