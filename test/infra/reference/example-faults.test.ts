import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { type ExampleName, exampleNames, missingFor } from "../../support/examples.ts";
import type { Exchange } from "../../support/tampering-proxy.ts";
import { type Fault, fail, runWatched } from "../../support/watched-example.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
});
afterAll(() => stack.stop());

/** Runs an example over three pages of 50, 50 and 37 records, with a fault between it and the API. */
const runWith = (name: ExampleName, fault: Fault, env: Readonly<Record<string, string>> = {}) =>
  runWatched(stack.url, name, { fault, env: { PAGE_SIZE: "50", ...env } });

/** Makes the second page's first answer a failure. */
const onSecondPage =
  (break_: (exchange: Exchange) => void): Fault =>
  (exchange, to, number) => {
    if (to === "page 2" && number === 1) break_(exchange);
  };

const AGAIN = ["token", "page 1", "page 2", "page 2", "page 3"];

describe.concurrent.each(exampleNames)("the example %s", async (name) => {
  const missing = await missingFor(name);

  // If it can't run, `examples.test.ts` says so.
  describe.skipIf(missing.length > 0)("run", () => {
    it.concurrent.for(["1", "2"])(
      "waits for Retry-After: %s after a 503, and tries again",
      async (seconds, { expect }) => {
        const fault = onSecondPage((exchange) => fail(exchange, "unavailable", { "retry-after": seconds }));
        const { code, lines, order, asked } = await runWith(name, fault);
        const [refused = 0, again = 0] = asked.filter(({ to }) => to === "page 2").map(({ at }) => at);
        expect({ code, lines, order }).toEqual({ code: 0, lines: 137, order: AGAIN });
        // Timers may be a millisecond early.
        expect(again - refused).toBeGreaterThanOrEqual(Number(seconds) * 1_000 - 2);
      },
    );

    it.concurrent("waits for Retry-After after a 429 of the token call, too", async ({ expect }) => {
      const fault: Fault = (exchange, to, number) => {
        if (to === "token" && number === 1) fail(exchange, "tooManyRequests", { "retry-after": "1" });
      };
      const { code, lines, asked } = await runWith(name, fault);
      expect({ code, lines }).toEqual({ code: 0, lines: 137 });
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
      const { code, lines, order } = await runWith(name, fault);
      expect({ code, lines, order }).toEqual({ code: 0, lines: 137, order: AGAIN });
    });

    it.concurrent("tries again after a 504", async ({ expect }) => {
      const { code, lines, order } = await runWith(
        name,
        onSecondPage((exchange) => fail(exchange, "deadlineExceeded")),
      );
      expect({ code, lines, order }).toEqual({ code: 0, lines: 137, order: AGAIN });
    });

    it.concurrent("tries again after a timeout", async ({ expect }) => {
      const fault = onSecondPage((exchange) => {
        exchange.stalled = true;
      });
      const { code, lines, order } = await runWith(name, fault, { TIMEOUT: "1" });
      expect({ code, lines, order }).toEqual({ code: 0, lines: 137, order: AGAIN });
    });

    it.concurrent("gets a new token if one is refused before it expires", async ({ expect }) => {
      const refused = onSecondPage((exchange) => fail(exchange, "tokenNotValid"));
      const fault: Fault = (exchange, to, number) => {
        // The API gives the same token again. Padding makes the first one another text for the same token.
        if (to === "token" && number === 1) exchange.body = exchange.body.replace(/("accessToken":"[^"]+)"/, '$1="');
        return refused(exchange, to, number);
      };
      const { code, lines, order, asked } = await runWith(name, fault);
      expect({ code, lines }).toEqual({ code: 0, lines: 137 });
      expect(order).toEqual(["token", "page 1", "page 2", "token", "page 2", "page 3"]);
      const [first, second, third, fourth] = asked.filter(({ to }) => to !== "token").map((each) => each.authorization);
      expect(second).toBe(first);
      expect(third).not.toBe(first);
      expect(fourth).toBe(third);
    });

    it.concurrent("gets a new token after three quarters of its lifetime", async ({ expect }) => {
      const fault: Fault = async (exchange, to) => {
        if (to === "token") exchange.body = exchange.body.replace(/"expiresIn":"\d+"/, '"expiresIn":"8"');
        // Bash measures whole seconds.
        if (to === "page 1") await setTimeout(6_300);
      };
      const { code, lines, order } = await runWith(name, fault);
      expect({ code, lines }).toEqual({ code: 0, lines: 137 });
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
      const { code, lines, stderr, order } = await runWith(name, fault);
      expect({ code, lines }).toEqual({ code: 1, lines: 50 });
      expect(order).toEqual(["token", "page 1", ...Array(5).fill("page 2")]);
      expect(stderr).toContain(`status 503, errorCode 160, X-Request-Id ${last}: rpc error: code = Unavailable`);
    });

    it.concurrent("gives up at once on an error that a retry can't fix", async ({ expect }) => {
      const { code, stderr, order } = await runWith(
        name,
        onSecondPage((exchange) => fail(exchange, "storedRecordNotValid")),
      );
      expect(code).toBe(1);
      expect(order).toEqual(["token", "page 1", "page 2"]);
      expect(stderr).toContain("status 500, errorCode 170");
    });

    it.concurrent("says that it cannot connect", async ({ expect }) => {
      const { code, stderr } = await runWith(name, () => {}, { API_URL: "http://127.0.0.1:1" });
      expect(code).toBe(1);
      expect(stderr).toContain("No answer from http://127.0.0.1:1 in 5 attempts");
    });
  });
});
