/**
 * In the bundle this replaces the SDK's `@aws-sdk/core/client`: it is the same without what only serves a log that nobody
 * keeps, functions that invoke each other, a user agent that nobody reads, and a warning of an old Node.js: 3 % of a
 * cold start.
 */
export * from "@aws-sdk/core/client";

const noPlugin = () => ({ applyToStack: () => {} });
export const getLoggerPlugin = noPlugin;
export const getRecursionDetectionPlugin = noPlugin;
export const getUserAgentPlugin = noPlugin;
export const resolveUserAgentConfig = <Config>(config: Config): Config => config;
export const createDefaultUserAgentProvider = () => undefined;
export const emitWarningIfUnsupportedVersion = () => {};
