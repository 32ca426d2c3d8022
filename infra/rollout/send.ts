import { randomUUID } from "node:crypto";
import { type Answer, parseJson, type Send, Unanswered } from "../commands/smoke/send.ts";
import { Refusal, toAnswer } from "../local/gateway/answer.ts";
import { splitTarget, toEvent } from "../local/gateway/event.ts";
import { compileRoutes, type Routes } from "../local/gateway/route.ts";

/**
 * Sends the smoke test's requests to the functions themselves, as events of the form that the gateway would make: a new
 * version can so be asked before any caller reaches it.
 *
 * @param routes what invokes the function of each route key, and resolves to its result
 * @returns a function that throws {Unanswered} where a function fails or gives no valid answer
 */
export const sendByEvents = (routes: Routes): Send => {
  const findRoute = compileRoutes(routes);
  return async (url, { method = "GET", headers = {}, body = "" } = {}): Promise<Answer> => {
    const { host, pathname, search } = new URL(url);
    const target = `${pathname}${search}`;
    try {
      const route = findRoute(method, splitTarget(target).path);
      if (!route) throw new Refusal(404);
      const event = toEvent(
        {
          method,
          target,
          httpVersion: "1.1",
          rawHeaders: Object.entries({ host, ...headers }).flat(),
          body: Buffer.from(body),
          sourceIp: "127.0.0.1",
          port: 443,
          requestId: randomUUID(),
          receivedAt: new Date(),
        },
        route,
      );
      const answer = toAnswer(await route.invoke(event));
      return {
        method,
        url,
        status: answer.status,
        headers: headersOf(answer.headers),
        bytes: answer.body.length,
        json: parseJson(answer.body),
      };
    } catch (error) {
      throw new Unanswered(error instanceof Error ? error.message : String(error), method, url, { cause: error });
    }
  };
};

const headersOf = (headers: Readonly<Record<string, string | string[]>>): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])),
  );
