import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { expectNoClientWithoutRow, expectNothing, proxyOf } from "../../support/client-faults.ts";
import { type ClientWorld, clientWorlds, createForA, credentialsIn, SCOPE } from "../../support/client-world.ts";
import type { Fate } from "../../support/fault-proxy.ts";

const startWorld = clientWorlds();

describe("client create that Ctrl-C interrupts", () => {
  /** Interrupts it while a call is under way. */
  const interruptAt = async (world: ClientWorld, operation: string, signal: NodeJS.Signals = "SIGINT") => {
    const child = world.start(...createForA);
    proxyOf(world, operation).on(operation, async (): Promise<Fate> => {
      child.kill(signal);
      await pause(200);
      return "pass";
    });
    const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
    return { code, stdout, stderr };
  };

  it.each(["CreateUserPoolClient", "PutItem"] as const)(
    "at %s leaves nothing, and ends with 130",
    async (operation) => {
      const world = await startWorld();
      const { code, stdout, stderr } = await interruptAt(world, operation);
      expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
      expect(stderr).toMatch(/Interrupted\. Nothing was changed\.\n$/);
      await expectNothing(world);
    },
  );

  it("at UpdateUserPoolClient, the last step, is finished and prints the secret", async () => {
    const world = await startWorld();
    const { code, stdout } = await interruptAt(world, "UpdateUserPoolClient");
    expect(code).toBe(0);
    expect(world.cognito.givesToken(credentialsIn(stdout), SCOPE)).toBe(true);
    await expectNoClientWithoutRow(world);
  });

  it.each(["PutItem", "UpdateUserPoolClient"] as const)(
    "by kill -9 at %s leaves what `list` shows and `delete` removes, and no client without a row",
    async (operation) => {
      const world = await startWorld();
      const { code, stdout } = await interruptAt(world, operation, "SIGKILL");
      expect({ code, stdout }).toEqual({ code: null, stdout: "" });
      await pause(300);
      await expectNoClientWithoutRow(world);
      const [clientID = ""] = world.cognito.clients.keys();
      const list = (await world.run("list")).stdout;
      expect(list).toContain(clientID);
      expect(list).toContain(operation === "PutItem" ? "app client not finished" : "CMP-A");
      expect((await world.run("delete", "--client-id", clientID, "--yes")).code).toBe(0);
      await expectNothing(world);
    },
  );
});
