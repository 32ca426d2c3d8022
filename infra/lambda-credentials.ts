/**
 * Stands in a bundle for `@aws-sdk/credential-provider-node`, the SDK's default chain. Lambda hands a function its role's
 * credentials in the environment; the chain's other sources (SSO, profiles, instance metadata, processes) cannot be
 * reached there, and their code is a quarter of the bundle.
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
