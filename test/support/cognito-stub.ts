import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createStubUserPool, Refused } from "./cognito-stub/user-pool.ts";

/** Cognito's JSON API on loopback with one user pool, whose state the test can read. */
export const startCognitoStub = async ({ id = "eu-west-1_Stub", pageSize = 60 } = {}) => {
  const userPool = createStubUserPool(id, pageSize);

  const answerTo = (operation: string, body: unknown): { status: number; body: object } => {
    try {
      return { status: 200, body: userPool.run(operation, body) };
    } catch (error) {
      if (error instanceof Refused) return { status: 400, body: { __type: error.type, message: error.message } };
      return { status: 400, body: { __type: "InvalidParameterException", message: String(error) } };
    }
  };

  const server = createServer(async (request, response) => {
    const [service, operation = ""] = `${request.headers["x-amz-target"]}`.split(".");
    const { status, body } =
      service === "AWSCognitoIdentityProviderService"
        ? answerTo(operation, await json(request))
        : { status: 404, body: {} };
    response.writeHead(status, { "Content-Type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    ...userPool,
    id,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
