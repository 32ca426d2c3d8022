import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { apiEvent, listEvent } from "../../support/events.ts";
import { catalogue } from "./catalogue.ts";

const ISSUER = "https://issuer.example";
const SCOPE = "ruangkerja/webinar.read";

export type PageOf = { readonly page: number; readonly pageSize: number };

export type World = {
  /** For files; gone after `stop`. */
  readonly directory: string;
  /** What a variant's process finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The event that asks for a page, as JSON. */
  event(page: PageOf): string;
  /** The event that searches the catalogue, as JSON. */
  searchEvent(page: PageOf, name: string): string;
  stop(): Promise<void>;
};

/** @throws {Error} unless a variant's answer is the one that every variant must give */
export const checkBody = (variant: string, { page, pageSize }: PageOf, body = "null"): void => {
  const data = assignmentsOf(pageSize, "ASGC", (page - 1) * pageSize + 1);
  if (!isDeepStrictEqual(JSON.parse(body), { status: "success", message: "Success", data })) {
    throw new Error(`${variant} gives another answer: ${body.slice(0, 500)}`);
  }
};

/** A stub of DynamoDB and of a key set in a process of its own, and an ES256 token for its client. */
export const startWorld = async (): Promise<World> => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: "key", alg: "ES256", use: "sig" }] };
  const token = await new SignJWT({ client_id: "demo", scope: SCOPE, token_use: "access" })
    .setProtectedHeader({ alg: "ES256", kid: "key" })
    .setIssuer(ISSUER)
    .setIssuedAt()
    .setExpirationTime("12h")
    .sign(privateKey);
  const stub = fork(join(import.meta.dirname, "stub.ts"), [JSON.stringify(keySet)]);
  const [{ url, cert }] = (await once(stub, "message")) as [{ url: string; cert: string }];
  const directory = await mkdtemp(join(tmpdir(), "bench-lambda-"));
  const certificate = join(directory, "certificate.pem");
  await writeFile(certificate, cert);
  return {
    directory,
    env: {
      PATH: process.env["PATH"] ?? "",
      AWS_REGION: "ap-southeast-3",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "local",
      AWS_LAMBDA_FUNCTION_NAME: "course-activity",
      AWS_EC2_METADATA_DISABLED: "true",
      NODE_EXTRA_CA_CERTS: certificate,
      AWS_ENDPOINT_URL_DYNAMODB: url,
      ASSIGNMENTS_TABLE: "assignments",
      CLIENTS_TABLE: "clients",
      TOKEN_ISSUER: ISSUER,
      TOKEN_SCOPE: SCOPE,
      JWKS_URI: `${url}/jwks`,
    },
    event: ({ page, pageSize }) => JSON.stringify(listEvent({ query: `page=${page}&pageSize=${pageSize}`, token })),
    searchEvent({ page, pageSize }, name) {
      const routeKey = listRoute(catalogue.category);
      const rawQueryString = `${new URLSearchParams({ page: `${page}`, pageSize: `${pageSize}`, name })}`;
      const headers = { authorization: token };
      return JSON.stringify(apiEvent({ routeKey, rawPath: partsOf(routeKey).path, rawQueryString, headers }));
    },
    async stop() {
      stub.disconnect();
      await once(stub, "exit");
      await rm(directory, { recursive: true, force: true });
    },
  };
};
