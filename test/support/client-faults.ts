import { expect } from "vitest";
import type { ClientWorld } from "./client-world.ts";
import type { Fate } from "./fault-proxy.ts";

export const proxyOf = (world: ClientWorld, operation: string) =>
  /(Item|Scan)$/.test(operation) ? world.dynamodbProxy : world.cognitoProxy;

/** Applies a fault to the first `calls` of an operation; by default to all. */
export const fail = (world: ClientWorld, operation: string, fate: Fate, calls = Number.POSITIVE_INFINITY) =>
  proxyOf(world, operation).on(operation, (call) => (call <= calls ? fate : "pass"));

/** Expects no app client and no row. */
export const expectNothing = async (world: ClientWorld) => {
  expect(world.cognito.clients.size).toBe(0);
  expect(await world.rows()).toEqual([]);
};

/** Expects that every client that can get tokens has its company's row. */
export const expectNoClientWithoutRow = async (world: ClientWorld) => {
  const rows = await world.rows();
  for (const [clientID, { settings }] of world.cognito.clients) {
    if (settings.AllowedOAuthFlows === undefined) continue;
    expect(rows).toContainEqual({ clientID, companySerial: "CMP-A", enabled: true, label: "Dashboard of A" });
  }
  for (const row of rows) expect(row["companySerial"]).toBe("CMP-A");
};

/** The number of calls of an operation. */
export const callsOf = (world: ClientWorld, operation: string): number =>
  proxyOf(world, operation).calls.filter((call) => call === operation).length;
