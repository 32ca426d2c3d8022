import { randomBytes } from "node:crypto";
import * as z from "zod/mini";

const text = z.string();
const settings = z.object({
  ClientName: text.check(z.regex(/^[\w\s+=,.@-]{1,128}$/)),
  AccessTokenValidity: z.optional(z.int()),
  TokenValidityUnits: z.optional(z.object({ AccessToken: z.optional(text) })),
  EnableTokenRevocation: z.optional(z.boolean()),
  PreventUserExistenceErrors: z.optional(text),
  ExplicitAuthFlows: z.optional(z.array(text)),
  AllowedOAuthFlowsUserPoolClient: z._default(z.boolean(), false),
  AllowedOAuthFlows: z.optional(z.array(z.enum(["client_credentials", "code", "implicit"]))),
  AllowedOAuthScopes: z.optional(z.array(text)),
});
const clientKey = { UserPoolId: text, ClientId: text.check(z.regex(/^[\w+]{1,128}$/)) };

type Settings = z.output<typeof settings>;
type StubSecret = { readonly id: string; readonly value: string; readonly createdAt: number };
type StubClient = { settings: Settings; secrets: StubSecret[] };

/** Answered as 400 with the name of one of the API's exceptions. */
export class Refused extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/**
 * The app clients of one Cognito user pool and the operations on them, as in Cognito's API reference: an update resets
 * omitted fields to their defaults, and an app client has one or two secrets.
 *
 * @param pageSize the maximum number of app clients on a page of their list
 */
export const createStubUserPool = (userPool: string, pageSize: number) => {
  const clients = new Map<string, StubClient>();
  let clock = Date.parse("2025-01-01T00:00:00Z") / 1_000;

  const known = ({ UserPoolId, ClientId }: { UserPoolId: string; ClientId: string }): StubClient => {
    inPool(UserPoolId);
    const found = clients.get(ClientId);
    if (!found) throw new Refused("ResourceNotFoundException", `User pool client ${ClientId} does not exist.`);
    return found;
  };
  const inPool = (id: string): void => {
    if (id !== userPool) throw new Refused("ResourceNotFoundException", `User pool ${id} does not exist.`);
  };
  const newSecret = (clientID: string): StubSecret => {
    clock += 1;
    return { id: `${clientID}--${clock}`, value: randomBytes(20).toString("hex"), createdAt: clock };
  };
  const checkFlows = (given: Settings): void => {
    const { AllowedOAuthFlows = [], AllowedOAuthScopes = [], AllowedOAuthFlowsUserPoolClient } = given;
    if (AllowedOAuthFlows.length > 0 && (!AllowedOAuthFlowsUserPoolClient || AllowedOAuthScopes.length === 0)) {
      throw new Refused("InvalidOAuthFlowException", "AllowedOAuthFlows needs the user pool client and a scope.");
    }
  };

  const operations: Record<string, (body: unknown) => object> = {
    CreateUserPoolClient(body) {
      const create = z.object({ ...settings.shape, UserPoolId: text, GenerateSecret: z.literal(true) });
      const { UserPoolId, GenerateSecret: _, ...given } = z.parse(create, body);
      inPool(UserPoolId);
      checkFlows(given);
      const ClientId = randomBytes(13).toString("hex");
      const secret = newSecret(ClientId);
      clients.set(ClientId, { settings: given, secrets: [secret] });
      return { UserPoolClient: { UserPoolId, ClientId, ClientSecret: secret.value, ...given } };
    },
    UpdateUserPoolClient(body) {
      const { UserPoolId, ClientId, ...given } = z.parse(z.object({ ...settings.shape, ...clientKey }), body);
      checkFlows(given);
      known({ UserPoolId, ClientId }).settings = given;
      return { UserPoolClient: { UserPoolId, ClientId, ...given } };
    },
    DescribeUserPoolClient(body) {
      const key = z.parse(z.object(clientKey), body);
      const { settings, secrets } = known(key);
      return { UserPoolClient: { ...key, ...settings, ClientSecret: secrets[0]?.value } };
    },
    DeleteUserPoolClient(body) {
      const key = z.parse(z.object(clientKey), body);
      known(key);
      clients.delete(key.ClientId);
      return {};
    },
    ListUserPoolClients(body) {
      const list = z.object({ UserPoolId: text, MaxResults: z.int().check(z.lte(60)), NextToken: z.optional(text) });
      const { UserPoolId, MaxResults, NextToken = "0" } = z.parse(list, body);
      inPool(UserPoolId);
      const from = Number(NextToken);
      const to = from + Math.min(MaxResults, pageSize);
      const page = [...clients].slice(from, to);
      return {
        UserPoolClients: page.map(([ClientId, { settings }]) => ({
          ClientId,
          UserPoolId,
          ClientName: settings.ClientName,
        })),
        ...(to < clients.size && { NextToken: `${to}` }),
      };
    },
    ListUserPoolClientSecrets(body) {
      const { secrets } = known(z.parse(z.object(clientKey), body));
      // Newest first, because Cognito guarantees no order.
      return {
        ClientSecrets: secrets.toReversed().map(({ id, createdAt }) => ({
          ClientSecretId: id,
          ClientSecretCreateDate: createdAt,
        })),
      };
    },
    AddUserPoolClientSecret(body) {
      const key = z.parse(z.object(clientKey), body);
      const { secrets } = known(key);
      if (secrets.length > 1) throw new Refused("LimitExceededException", "An app client has two secrets at most.");
      const secret = newSecret(key.ClientId);
      secrets.push(secret);
      const descriptor = { ClientSecretId: secret.id, ClientSecretValue: secret.value };
      return { ClientSecretDescriptor: { ...descriptor, ClientSecretCreateDate: secret.createdAt } };
    },
    DeleteUserPoolClientSecret(body) {
      const { ClientSecretId, ...key } = z.parse(z.object({ ...clientKey, ClientSecretId: text }), body);
      const stored = known(key);
      if (stored.secrets.length < 2) throw new Refused("InvalidParameterException", "The last secret must stay.");
      const left = stored.secrets.filter(({ id }) => id !== ClientSecretId);
      if (left.length === stored.secrets.length) throw new Refused("ResourceNotFoundException", "No such secret.");
      stored.secrets = left;
      return {};
    },
  };

  return {
    clients,
    /** @throws {Refused}, or zod's error for an invalid body */
    run(operation: string, body: unknown): object {
      const run = operations[operation];
      if (!run) throw new Refused("UnknownOperationException", operation);
      return run(body);
    },
    /** Adds an app client, as if created by hand. */
    put(clientID: string, name: string) {
      const given = z.parse(settings, { ClientName: name });
      clients.set(clientID, { settings: given, secrets: [newSecret(clientID)] });
    },
    /** Whether the token endpoint would give a token with the scope for these credentials. */
    givesToken({ clientID, clientSecret }: { clientID: string; clientSecret: string }, scope: string): boolean {
      const found = clients.get(clientID);
      return (
        found?.settings.AllowedOAuthFlows?.includes("client_credentials") === true &&
        found.settings.AllowedOAuthScopes?.includes(scope) === true &&
        found.secrets.some(({ value }) => value === clientSecret)
      );
    },
  };
};
