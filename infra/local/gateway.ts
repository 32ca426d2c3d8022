import type { IncomingMessage } from "node:http";
import { type Answer, Refusal, refuse, send, toAnswer } from "./gateway/answer.ts";
import { splitTarget, toEvent } from "./gateway/event.ts";
import { receive } from "./gateway/request.ts";
import { compileRoutes, type FindRoute, type Routes } from "./gateway/route.ts";
import { listen } from "./gateway/server.ts";

export type GatewayOptions = {
  /** Default, or with 0: a free port. */
  readonly port?: number;
  /**
   * Called once, with the gateway's public URL, before the first request is served: the functions need the URL in their
   * environment.
   */
  readonly functions: (url: string) => { readonly routes: Routes };
};

export type Gateway = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Starts an API Gateway HTTP API on loopback. It calls the route's function with an event in payload format 2.0 and sends
 * the function's result. Its own errors have API Gateway's `{"message": …}` body: 400 for invalid HTTP, 404 without a
 * route, 413 and 431 above the quotas, 500 for a function that failed or returned an invalid result.
 *
 * @returns the public URL, and a `stop` that closes every connection; the caller stops the functions
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
