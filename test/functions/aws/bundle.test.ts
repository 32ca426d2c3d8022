import * as sdk from "@aws-sdk/core/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as client from "../../../functions/shared/aws/bundle/client.ts";
import { loadConfig, resolveDefaultsModeConfig } from "../../../functions/shared/aws/bundle/config.ts";
import {
  defaultProvider,
  NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS,
  resolveEndpointDiscoveryConfig,
} from "../../../functions/shared/aws/bundle/omitted.ts";

const {
  createDefaultUserAgentProvider,
  emitWarningIfUnsupportedVersion,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
  resolveUserAgentConfig,
} = client;

afterEach(() => void vi.unstubAllEnvs());

describe("in the bundle a setting of the SDK", () => {
  const setting = { environmentVariableSelector: ({ SETTING }: NodeJS.ProcessEnv) => SETTING };

  it("is the environment's", async () => {
    vi.stubEnv("SETTING", "given");
    expect(await loadConfig({ ...setting, default: "usual" })()).toBe("given");
  });

  it("is its default where the environment has none", async () => {
    expect(await loadConfig({ ...setting, default: "usual" })()).toBe("usual");
    expect(await loadConfig({ ...setting, default: async () => "found out" })()).toBe("found out");
    expect(await resolveDefaultsModeConfig()()).toBe("legacy");
  });
});

describe("in the bundle the SDK's client", () => {
  it("adds nothing for a log, for functions that invoke each other and for a user agent", () => {
    const config = {};
    for (const plugin of [getLoggerPlugin(), getRecursionDetectionPlugin(), getUserAgentPlugin()]) {
      expect(plugin.applyToStack()).toBeUndefined();
    }
    expect(resolveUserAgentConfig(config)).toBe(config);
    expect(createDefaultUserAgentProvider()).toBeUndefined();
    expect(emitWarningIfUnsupportedVersion()).toBeUndefined();
  });

  it("is else the SDK's own", () => {
    expect(client.getHostHeaderPlugin).toBe(sdk.getHostHeaderPlugin);
  });
});

describe("in the bundle the SDK", () => {
  it("finds credentials in the environment, and nowhere else", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "id");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "key");
    vi.stubEnv("AWS_SESSION_TOKEN", "session");
    expect(await defaultProvider()()).toEqual({
      accessKeyId: "id",
      secretAccessKey: "key",
      sessionToken: "session",
    });
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    await expect(defaultProvider()()).rejects.toThrow("Missing in the environment: AWS_ACCESS_KEY_ID");
  });

  it("discovers no endpoint", async () => {
    const config = {};
    expect(resolveEndpointDiscoveryConfig(config)).toBe(config);
    expect(await loadConfig<boolean | undefined>(NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS)()).toBeUndefined();
  });
});
