import { randomUUID } from "node:crypto";
import type {
  CreateUserPoolClientCommandInput,
  UpdateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Client } from "../../../functions/shared/auth/client-registry.ts";

/** The beginning of an app client's name until it may get tokens; the rest of the name is unique. */
const UNFINISHED = "not finished ";

/** @returns a name by which the app client can be found even if the answer that gives its ID is lost */
export const unfinishedName = (): string => `${UNFINISHED}${randomUUID()}`;

export const isUnfinished = (name: string): boolean => name.startsWith(UNFINISHED);

/** In characters, by Cognito's API reference; so is the alphabet below. */
const NAME_LENGTH = 128;

/** @returns the company and the label, in the characters that Cognito allows in a name */
const nameOf = ({ companySerial, label }: Client): string =>
  `${companySerial} ${label}`.replace(/[^\w\s+=,.@-]/gu, "_").slice(0, NAME_LENGTH);

/** The same in every call: an update resets settings that it does not have to Cognito's defaults. */
const settings = {
  AccessTokenValidity: 12,
  TokenValidityUnits: { AccessToken: "hours" },
  EnableTokenRevocation: true,
  PreventUserExistenceErrors: "ENABLED",
  // The smallest list that is allowed: without it, Cognito allows users to sign in in three ways. There are no users.
  ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
} as const satisfies Partial<CreateUserPoolClientCommandInput>;

/** An app client with a secret that can get no token: no OAuth flow is allowed. */
export const unfinishedInput = (userPool: string, name: string): CreateUserPoolClientCommandInput => ({
  ...settings,
  UserPoolId: userPool,
  ClientName: name,
  GenerateSecret: true,
  AllowedOAuthFlowsUserPoolClient: false,
});

/** The client credentials flow, no other, for the one scope. */
export const finishedInput = (userPool: string, scope: string, row: Client): UpdateUserPoolClientCommandInput => ({
  ...settings,
  UserPoolId: userPool,
  ClientId: row.clientID,
  ClientName: nameOf(row),
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["client_credentials"],
  AllowedOAuthScopes: [scope],
});
