import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { startIssuer } from "./issuer.ts";

type Options = {
  /** The path of the issuer's URL. */
  readonly issuerPath: string;
  readonly jwksPath: string;
  readonly tokenPath: string;
  readonly scope: string;
  /** Secrets by client ID. */
  readonly clients: Readonly<Record<string, string>>;
};

/**
 * The two endpoints of a Cognito user pool that the functions use, on loopback: the key set, and the token endpoint, which
 * takes client credentials by HTTP Basic and issues tokens like Cognito's, without `aud` and with `token_use`. Any other
 * path is 404.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export const startUserPool = async ({ issuerPath, jwksPath, tokenPath, scope, clients }: Options) => {
  const { sign, state, stop } = await startIssuer();
  const server = createServer(async (request, response) => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    if (request.url === jwksPath) return send(200, { keys: state.keys });
    if (request.url !== tokenPath) return send(404, {});
    const form = new URLSearchParams(await text(request));
    const { clientID, secret } = credentialsOf(request);
    if (clients[clientID] === undefined || clients[clientID] !== secret) return send(400, { error: "invalid_client" });
    if (form.get("scope") !== scope) return send(400, { error: "invalid_scope" });
    const claims = { iss: `${url}${issuerPath}`, aud: undefined, client_id: clientID, scope, token_use: "access" };
    return send(200, { access_token: await sign(claims), expires_in: 43_200, token_type: "Bearer" });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: async () => {
      await stop();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const credentialsOf = ({ headers }: IncomingMessage): { clientID: string; secret: string } => {
  const [, encoded = ""] = (headers.authorization ?? "").split(" ");
  const [clientID = "", secret = ""] = Buffer.from(encoded, "base64").toString().split(":");
  return { clientID, secret };
};
