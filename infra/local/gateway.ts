import type { IncomingMessage } from "node:http";
import { type Answer, Refusal, refuse, send, toAnswer } from "./gateway/answer.ts";
import { splitTarget, toEvent } from "./gateway/event.ts";
import { receive } from "./gateway/request.ts";
import { compileRoutes, type FindRoute, type Routes } from "./gateway/route.ts";
import { listen } from "./gateway/server.ts";

export type GatewayOptions = {
  /** Left out or 0, a free one. */
  readonly port?: number;
  /**
   * Called once, with the gateway's public URL, before the first request is served: functions need it in their
   * environment.
   */
  readonly functions: (url: string) => { readonly routes: Routes };
};

export type Gateway = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * An API Gateway HTTP API on loopback: takes HTTP requests, calls the route's function with an event in payload format
 * 2.0 and answers with what it returns. What no function answers has API Gateway's own `{"message": …}` body: 400 for
 * what is no HTTP, 404 without a route, 413 and 431 above its quotas, 500 for a function that failed or whose result is
 * not valid.
 *
 * @returns the public URL, and a `stop` that cuts every connection; the functions are the caller's to stop
 * @throws an error with code `EADDRINUSE` if the port is taken
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export const startGateway = async ({ port = 0, functions }: GatewayOptions): Promise<Gateway> => {
  const routing = Promise.withResolvers<FindRoute>();
  const listening = await listen(port, async (request, response) => {
    send(response, await answer(request, await routing.promise));
  });
  const url = `http://localhost:${listening.port}`;
  try {
    routing.resolve(compileRoutes(functions(url).routes));
  } catch (error) {
    await listening.stop();
    throw error;
  }
  return { url, stop: listening.stop };
};

const answer = async (request: IncomingMessage, findRoute: FindRoute): Promise<Answer> => {
  try {
    const received = await receive(request);
    const route = findRoute(received.method, splitTarget(received.target).path);
    if (!route) throw new Refusal(404);
    return toAnswer(await route.invoke(toEvent(received, route)));
  } catch (error) {
    return refuse(error instanceof Refusal ? error.status : 500);
  }
};
