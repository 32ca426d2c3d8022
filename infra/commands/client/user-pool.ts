import {
  AddUserPoolClientSecretCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  paginateListUserPoolClients,
  ResourceNotFoundException,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Client } from "../../../functions/shared/auth/client-registry.ts";
import { finishedInput, unfinishedInput } from "./app-client.ts";
import { OutcomeUnknown } from "./cognito.ts";

export type Credentials = { readonly clientID: string; readonly clientSecret: string };
export type AppClient = { readonly clientID: string; readonly name: string };
/** A secret's ID and date without the secret itself, which Cognito shows only once. */
export type Secret = { readonly id: string; readonly createdAt: Date };

/** The app clients of a Cognito user pool. `describeCognito` describes what these functions throw. */
export type UserPool = {
  readonly id: string;
  /** Creates an app client of that name that cannot get tokens yet. */
  make(name: string): Promise<Credentials>;
  /** Gives the app client its final name, and allows it to get tokens for the scope. */
  finish(row: Client): Promise<void>;
  has(clientID: string): Promise<boolean>;
  all(): Promise<AppClient[]>;
  /** Deletes it if it is there. */
  delete(clientID: string): Promise<void>;
  /** Its one or two secrets, the oldest first, or `undefined` where there is no such app client. */
  secrets(clientID: string): Promise<Secret[] | undefined>;
  addSecret(clientID: string): Promise<Credentials>;
  /** Deletes that secret if it is there. */
  deleteSecret(clientID: string, secretID: string): Promise<void>;
};

/** @param scope what finished app clients may ask for, as `<resource server>/<scope>` */
export const createUserPool = (cognito: CognitoIdentityProviderClient, id: string, scope: string): UserPool => {
  const keyOf = (clientID: string) => ({ UserPoolId: id, ClientId: clientID });

  return {
    id,
    async make(name) {
      const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand(unfinishedInput(id, name)));
      return credentials(UserPoolClient?.ClientId, UserPoolClient?.ClientSecret);
    },
    async finish(row) {
      await cognito.send(new UpdateUserPoolClientCommand(finishedInput(id, scope, row)));
    },
    has: async (clientID) =>
      (await ifThere(cognito.send(new DescribeUserPoolClientCommand(keyOf(clientID))))) !== undefined,
    async all() {
      const found: AppClient[] = [];
      // Cognito's maximum.
      for await (const page of paginateListUserPoolClients({ client: cognito, pageSize: 60 }, { UserPoolId: id })) {
        for (const { ClientId, ClientName } of page.UserPoolClients ?? []) {
          if (ClientId) found.push({ clientID: ClientId, name: ClientName ?? "" });
        }
      }
      return found;
    },
    async delete(clientID) {
      await ifThere(cognito.send(new DeleteUserPoolClientCommand(keyOf(clientID))));
    },
    async secrets(clientID) {
      const found = await ifThere(cognito.send(new ListUserPoolClientSecretsCommand(keyOf(clientID))));
      return found?.ClientSecrets?.map(({ ClientSecretId = "", ClientSecretCreateDate = new Date(0) }) => ({
        id: ClientSecretId,
        createdAt: ClientSecretCreateDate,
      })).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    },
    async addSecret(clientID) {
      const { ClientSecretDescriptor } = await cognito.send(new AddUserPoolClientSecretCommand(keyOf(clientID)));
      return credentials(clientID, ClientSecretDescriptor?.ClientSecretValue);
    },
    async deleteSecret(clientID, secretID) {
      const input = { ...keyOf(clientID), ClientSecretId: secretID };
      await ifThere(cognito.send(new DeleteUserPoolClientSecretCommand(input)));
    },
  };
};

/** @returns the answer, or `undefined` if the resource does not exist */
const ifThere = <Answer>(sent: Promise<Answer>): Promise<Answer | undefined> =>
  sent.catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  });

const credentials = (clientID: string | undefined, clientSecret: string | undefined): Credentials => {
  if (clientID && clientSecret) return { clientID, clientSecret };
  throw new OutcomeUnknown(new Error("Cognito's answer has no client ID or no secret."));
};
