import { Aws, Fn, RemovalPolicy } from "aws-cdk-lib";
import { FeaturePlan, Mfa, ResourceServerScope, StandardThreatProtectionMode, UserPool } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** Where tokens come from, and what they must have. */
export type Identity = {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint: string;
  readonly scope: string;
  readonly audience: string | undefined;
  /** The Cognito user pool, unless the provider is one's own. */
  readonly userPoolId: string | undefined;
};

const RESOURCE_SERVER = "ruangkerja";
const SCOPE = "webinar.read";

/** The provider that the settings name, or else a Cognito user pool. */
export const createIdentity = (scope: Construct, settings: Settings): Identity => {
  const { issuer, jwksUri, tokenEndpoint, scope: tokenScope, audience } = settings;
  if (issuer && jwksUri && tokenEndpoint && tokenScope) {
    return { issuer, jwksUri, tokenEndpoint, scope: tokenScope, audience, userPoolId: undefined };
  }
  return createUserPool(scope, settings);
};

/** A user pool without users: programs get tokens by their client credentials, and nobody can sign up. */
const createUserPool = (scope: Construct, { stage }: Settings): Identity => {
  const pool = new UserPool(scope, "UserPool", {
    selfSignUpEnabled: false,
    // The tier that has threat protection. It is priced by the user, and the pool has none.
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
  const scopeOf = new ResourceServerScope({ scopeName: SCOPE, scopeDescription: "Read webinar course assignments" });
  pool.addResourceServer("ResourceServer", { identifier: RESOURCE_SERVER, scopes: [scopeOf] });
  // The prefix must be unique in the region, over all accounts. The UUID in the stack's ID is, as a whole: its last
  // part alone is that of the host that made it.
  const stackGuid = Fn.select(2, Fn.split("/", Aws.STACK_ID));
  const domain = pool.addDomain("Domain", { cognitoDomain: { domainPrefix: Fn.join("-", ["webinar", stackGuid]) } });
  return {
    issuer: pool.userPoolProviderUrl,
    jwksUri: `${pool.userPoolProviderUrl}/.well-known/jwks.json`,
    tokenEndpoint: `${domain.baseUrl()}/oauth2/token`,
    scope: `${RESOURCE_SERVER}/${SCOPE}`,
    audience: undefined,
    userPoolId: pool.userPoolId,
  };
};
