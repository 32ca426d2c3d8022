import { describe, expect, it } from "vitest";
import { callsOf, expectNoClientWithoutRow, expectNothing, fail } from "../../support/client-faults.ts";
import { type ClientWorld, clientWorlds, createForA, credentialsIn, SCOPE } from "../../support/client-world.ts";
import type { Moment } from "../../support/fault-proxy.ts";

const startWorld = clientWorlds();

const secretsOf = (world: ClientWorld) => [...world.cognito.clients.values()].flatMap(({ secrets }) => secrets);

describe("client create, where a call is lost at every attempt,", () => {
  it.each([
    [
      "CreateUserPoolClient",
      "before",
      /^The client was not made\. Cognito could not .*\nNo app client was made, unless/,
    ],
    [
      "CreateUserPoolClient",
      "after",
      /^The client was not made\. Cognito could not .*\nAll changes so far are undone\.\n$/,
    ],
    ["PutItem", "before", /^The client was not made\. The table could not .*\nAll changes so far are undone\.\n$/],
    ["PutItem", "after", /^The client was not made\. The table could not .*\nAll changes so far are undone\.\n$/],
    [
      "UpdateUserPoolClient",
      "before",
      /^The client was not made\. Cognito could not .*\nAll changes so far are undone\.\n$/,
    ],
    [
      "UpdateUserPoolClient",
      "after",
      /^The client was not made\. Cognito could not .*\nAll changes so far are undone\.\n$/,
    ],
  ] as const)("leaves nothing and shows no secret: %s, %s it is carried out", async (operation, moment, told) => {
    const world = await startWorld();
    fail(world, operation, moment);
    const { code, stdout, stderr } = await world.run(...createForA);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(told);
    await expectNothing(world);
  });
});

describe("client create, where a call is lost once,", () => {
  it.each([
    ["PutItem", "before"],
    ["PutItem", "after"],
    ["UpdateUserPoolClient", "before"],
    ["UpdateUserPoolClient", "after"],
  ] as const)("makes the client: %s, %s it is carried out", async (operation, moment) => {
    const world = await startWorld();
    fail(world, operation, moment, 1);
    const { code, stdout } = await world.run(...createForA);
    expect(code).toBe(0);
    expect(world.cognito.givesToken(credentialsIn(stdout), SCOPE)).toBe(true);
    expect(world.cognito.clients.size).toBe(1);
    await expectNoClientWithoutRow(world);
  });

  it("deletes no app client but its own, whose ID it never learnt", async () => {
    const world = await startWorld();
    world.cognito.put("finished", "CMP-A Dashboard of A");
    world.cognito.put("underWay", "not finished 0b9ad0e8-3f5b-4d3e-9a52-6b1d3d1e6a10");
    fail(world, "CreateUserPoolClient", "after");
    expect((await world.run(...createForA)).code).toBe(1);
    expect([...world.cognito.clients.keys()]).toEqual(["finished", "underWay"]);
  });

  it.each(["before", "after"] as const)("does not make a second: CreateUserPoolClient, %s", async (moment) => {
    const world = await startWorld();
    fail(world, "CreateUserPoolClient", moment, 1);
    expect((await world.run(...createForA)).code).toBe(1);
    expect(callsOf(world, "CreateUserPoolClient")).toBe(1);
    await expectNothing(world);
  });

  it("undoes what it must: DeleteUserPoolClient and DeleteItem, after they are carried out", async () => {
    const world = await startWorld();
    fail(world, "UpdateUserPoolClient", "after");
    fail(world, "DeleteUserPoolClient", "after", 1);
    fail(world, "DeleteItem", "after", 1);
    const { code, stderr } = await world.run(...createForA);
    expect(code).toBe(1);
    expect(stderr).toContain("All changes so far are undone.");
    await expectNothing(world);
  });
});

describe("client create that cannot be undone says what is left and how to remove it, which works:", () => {
  const commandIn = (stderr: string) => /npm run -s client -- (delete .*)/.exec(stderr)?.[1]?.split(" ") ?? [];
  const undoFails: [string, Moment, string, Moment, number, number][] = [
    ["PutItem", "before", "DeleteUserPoolClient", "before", 1, 0],
    ["PutItem", "after", "DeleteUserPoolClient", "before", 1, 1],
    ["UpdateUserPoolClient", "before", "DeleteUserPoolClient", "before", 1, 1],
    ["UpdateUserPoolClient", "after", "DeleteUserPoolClient", "before", 1, 1],
    ["UpdateUserPoolClient", "after", "DeleteUserPoolClient", "after", 0, 1],
    ["PutItem", "after", "DeleteItem", "before", 0, 1],
    ["UpdateUserPoolClient", "after", "DeleteItem", "before", 0, 1],
  ];

  it.each(undoFails)(
    "%s lost %s, then %s lost %s: %i app clients, %i rows",
    async (operation, moment, undo, undoMoment, appClients, rows) => {
      const world = await startWorld();
      fail(world, operation, moment);
      fail(world, undo, undoMoment);
      const { code, stdout, stderr } = await world.run(...createForA, "--region", "eu-west-1");
      expect(code).toBe(1);
      expect(stdout).toBe("");
      for (const { value } of secretsOf(world)) expect(stderr).not.toContain(value);
      expect(world.cognito.clients.size).toBe(appClients);
      expect(await world.rows()).toHaveLength(rows);
      await expectNoClientWithoutRow(world);

      expect(stderr).toContain(undo === "DeleteItem" ? "Left may be the row of " : "Left may be the app client ");
      for (const id of world.cognito.clients.keys()) expect(stderr).toContain(`app client ${id} `);
      const remove = commandIn(stderr);
      expect(remove.slice(3)).toEqual(["--region", "eu-west-1"]);
      world.cognitoProxy.reset();
      world.dynamodbProxy.reset();
      expect((await world.run(...remove, "--yes")).code).toBe(0);
      await expectNothing(world);
    },
  );

  it("CreateUserPoolClient lost after, then ListUserPoolClients: an app client that can get no token", async () => {
    const world = await startWorld();
    fail(world, "CreateUserPoolClient", "after");
    fail(world, "ListUserPoolClients", "before");
    const { code, stdout, stderr } = await world.run(...createForA);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const [made] = world.cognito.clients.values();
    expect(made?.settings.AllowedOAuthFlows).toBeUndefined();
    expect(stderr).toContain(
      `There may be an app client "${made?.settings.ClientName}" in the user pool eu-west-1_Stub`,
    );
    world.cognitoProxy.reset();
    expect((await world.run("list")).stdout).toContain("app client not finished: can get no token");
  });
});
