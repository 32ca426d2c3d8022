import { Aws, Fn, RemovalPolicy } from "aws-cdk-lib";
import { FeaturePlan, Mfa, ResourceServerScope, StandardThreatProtectionMode, UserPool } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** The identity provider, and what a token must have. */
export type Identity = {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint: string;
  readonly scope: string;
  readonly audience: string | undefined;
  /** The Cognito user pool; undefined with an external provider. */
  readonly userPool: { readonly id: string; readonly arn: string } | undefined;
};

const RESOURCE_SERVER = "ruangkerja";
const SCOPE = "webinar.read";

/** The external provider from the settings if there is one, otherwise a new Cognito user pool. */
export const createIdentity = (scope: Construct, settings: Settings): Identity => {
  const { issuer, jwksUri, tokenEndpoint, scope: tokenScope, audience } = settings;
  if (issuer && jwksUri && tokenEndpoint && tokenScope) {
    return { issuer, jwksUri, tokenEndpoint, scope: tokenScope, audience, userPool: undefined };
  }
  return createUserPool(scope, settings);
};

/** A user pool without users: programs get tokens with client credentials, and nobody can sign up. */
const createUserPool = (scope: Construct, { stage }: Settings): Identity => {
  const pool = new UserPool(scope, "UserPool", {
    selfSignUpEnabled: false,
    // The plan that includes threat protection. Its price is per user, and the pool has none.
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    passwordPolicy: {
      minLength: 16,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    deletionProtection: stage !== "dev",
    removalPolicy: stage === "dev" ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
  const readScope = new ResourceServerScope({ scopeName: SCOPE, scopeDescription: "Read all lists of the company" });
  pool.addResourceServer("ResourceServer", { identifier: RESOURCE_SERVER, scopes: [readScope] });
  // The prefix must be unique in the region, across all accounts. The UUID in the stack's ID is unique only as a
  // whole: its last part identifies the host that generated it.
  const stackGuid = Fn.select(2, Fn.split("/", Aws.STACK_ID));
  const domain = pool.addDomain("Domain", { cognitoDomain: { domainPrefix: Fn.join("-", ["webinar", stackGuid]) } });
  return {
    issuer: pool.userPoolProviderUrl,
    jwksUri: `${pool.userPoolProviderUrl}/.well-known/jwks.json`,
    tokenEndpoint: `${domain.baseUrl()}/oauth2/token`,
    scope: `${RESOURCE_SERVER}/${SCOPE}`,
    audience: undefined,
    userPool: { id: pool.userPoolId, arn: pool.userPoolArn },
  };
};
