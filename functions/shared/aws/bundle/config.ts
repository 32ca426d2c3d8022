/**
 * In the bundle this replaces the SDK's `@smithy/core/config`: it is the same except for two functions. On
 * Lambda every setting is in the environment, so none is looked for in `~/.aws/config`, and the code that reads and
 * parses that file stays out.
 */
export * from "@smithy/core/config";

type Setting<Value> = {
  readonly environmentVariableSelector: (env: NodeJS.ProcessEnv) => Value | undefined;
  readonly default: Value | (() => Promise<Value>);
};

/** @returns what gives a setting: the environment's value, else its default */
export const loadConfig =
  <Value>({ environmentVariableSelector, default: fallback }: Setting<Value>) =>
  async (): Promise<Value> =>
    environmentVariableSelector(process.env) ??
    (typeof fallback === "function" ? await (fallback as () => Promise<Value>)() : fallback);

/** The SDK's own default: no time limits but those that the client is given. */
export const resolveDefaultsModeConfig = () => async () => "legacy" as const;
