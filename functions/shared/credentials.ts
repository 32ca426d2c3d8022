/**
 * A function's AWS credentials: its role's, which Lambda hands it in the environment, and no others. In a bundle this
 * also stands for `@aws-sdk/credential-provider-node`, the SDK's default chain, whose other sources (SSO, profiles,
 * instance metadata, processes) cannot be reached there and are a third of the SDK's code.
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
