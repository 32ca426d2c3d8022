import { beforeEach, describe, expect, it } from "vitest";
import { expectNothing, fail } from "../../support/client-faults.ts";
import { type ClientWorld, clientWorlds, createForA, credentialsIn } from "../../support/client-world.ts";

const startWorld = clientWorlds();
let world: ClientWorld;
let clientID: string;
let remove: string[];
beforeEach(async () => {
  world = await startWorld();
  clientID = credentialsIn((await world.run(...createForA)).stdout).clientID;
  remove = ["delete", "--client-id", clientID, "--yes"];
});

describe("client delete", () => {
  it("removes app client and row, and says when it takes effect", async () => {
    expect(await world.run(...remove)).toEqual({
      code: 0,
      stdout: `The client ${clientID} is deleted. It takes effect within 60 seconds.\n`,
      stderr: "",
    });
    await expectNothing(world);
  });

  it("removes the app client before its row", async () => {
    const seen: unknown[] = [];
    world.dynamodbProxy.on("DeleteItem", () => {
      seen.push(world.cognito.clients.size);
      return "pass";
    });
    await world.run(...remove);
    expect(seen).toEqual([0]);
  });

  it("removes nothing without --yes where there is no terminal to ask on", async () => {
    expect(await world.run("delete", "--client-id", clientID)).toEqual({
      code: 1,
      stdout: "",
      stderr:
        `This would delete the client ${clientID} of CMP-A ("Dashboard of A"), and there is no terminal to ask on. ` +
        "Nothing was deleted; --yes deletes.\n",
    });
    expect(world.cognito.clients.size).toBe(1);
    expect(await world.rows()).toHaveLength(1);
  });

  it("of an unknown client is told so", async () => {
    const { code, stderr } = await world.run("delete", "--client-id", "unknown", "--yes");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "There is no client unknown.\n" });
  });

  it("removes a row whose app client is gone, and one that is not valid", async () => {
    world.cognito.clients.clear();
    await world.storage.put("clients", { clientID: "broken", enabled: "yes" });
    expect((await world.run(...remove)).code).toBe(0);
    expect((await world.run("delete", "--client-id", "broken", "--yes")).code).toBe(0);
    await expectNothing(world);
  });
});

describe("client delete, where a call is lost,", () => {
  it.each([
    ["DeleteUserPoolClient", "before"],
    ["DeleteUserPoolClient", "after"],
    ["DeleteItem", "before"],
    ["DeleteItem", "after"],
  ] as const)("goes on after one time: %s, %s it is carried out", async (operation, moment) => {
    fail(world, operation, moment, 1);
    expect((await world.run(...remove)).code).toBe(0);
    await expectNothing(world);
  });

  it.each([
    ["DescribeUserPoolClient", "before", 1, 1, "Nothing was deleted."],
    ["DeleteUserPoolClient", "before", 1, 1, "The app client may be gone; its row is not. Run the command again"],
    ["DeleteUserPoolClient", "after", 0, 1, "The app client may be gone; its row is not. Run the command again"],
    ["DeleteItem", "before", 0, 1, "tokens that it has are still accepted. Run the command again"],
    ["DeleteItem", "after", 0, 0, "tokens that it has are still accepted. Run the command again"],
  ] as const)(
    "every time says what is left, and the same command ends it: %s, %s: %i app clients, %i rows",
    async (operation, moment, appClients, rows, told) => {
      fail(world, operation, moment);
      const { code, stdout, stderr } = await world.run(...remove);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain(told);
      expect(world.cognito.clients.size).toBe(appClients);
      expect(await world.rows()).toHaveLength(rows);
      world.cognitoProxy.reset();
      world.dynamodbProxy.reset();
      expect((await world.run(...remove)).code).toBe(appClients + rows > 0 ? 0 : 1);
      await expectNothing(world);
    },
  );
});
