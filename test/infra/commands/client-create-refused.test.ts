import { describe, expect, it } from "vitest";
import { callsOf, expectNothing, fail } from "../../support/client-faults.ts";
import { clientWorlds, createForA } from "../../support/client-world.ts";
import type { Fate } from "../../support/fault-proxy.ts";

const startWorld = clientWorlds();

describe("client create, where Cognito or DynamoDB refuses,", () => {
  const refused = (type: string, message = "told by AWS", status = 400): Fate => ({ status, type, message });
  const denied = "User: arn:aws:iam::1:user/x is not authorized to perform:";

  it.each([
    ["CreateUserPoolClient", `${denied} cognito-idp:CreateUserPoolClient`],
    ["UpdateUserPoolClient", `${denied} cognito-idp:UpdateUserPoolClient`],
    ["PutItem", `${denied} dynamodb:PutItem`],
  ])("leaves nothing and names the right that is missing: %s", async (operation, message) => {
    const world = await startWorld();
    fail(world, operation, refused("AccessDeniedException", message));
    const { code, stdout, stderr } = await world.run(...createForA);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`The AWS credentials do not have the rights: ${message}`);
    await expectNothing(world);
  });

  it("tries a throttled call again, also the one that makes the app client", async () => {
    const world = await startWorld();
    for (const operation of ["CreateUserPoolClient", "UpdateUserPoolClient"]) {
      fail(world, operation, refused("TooManyRequestsException"), 1);
    }
    expect((await world.run(...createForA)).code).toBe(0);
    expect(world.cognito.clients.size).toBe(1);
  });

  it("gives up on a call that stays throttled, and leaves nothing", async () => {
    const world = await startWorld();
    fail(world, "UpdateUserPoolClient", refused("TooManyRequestsException"));
    const { code, stderr } = await world.run(...createForA);
    expect(code).toBe(1);
    expect(stderr).toContain("Cognito is throttled, or a quota is used up: told by AWS (TooManyRequestsException).");
    expect(callsOf(world, "UpdateUserPoolClient")).toBe(3);
    await expectNothing(world);
  });

  it("does not make the app client anew after an error of the service's own", async () => {
    const world = await startWorld();
    fail(world, "CreateUserPoolClient", refused("InternalErrorException", "odd", 500));
    expect((await world.run(...createForA)).code).toBe(1);
    expect(callsOf(world, "CreateUserPoolClient")).toBe(1);
  });

  it("touches no row that is there with the new ID for another company", async () => {
    const world = await startWorld();
    world.dynamodbProxy.on("PutItem", async (): Promise<Fate> => {
      const [clientID = ""] = world.cognito.clients.keys();
      await world.put({ clientID, companySerial: "CMP-OTHER", enabled: true, label: "Other" });
      return "pass";
    });
    const { code, stderr } = await world.run(...createForA);
    expect(code).toBe(1);
    expect(stderr).toContain("The clients table has another row with its ID.\nAll changes so far are undone.");
    expect(world.cognito.clients.size).toBe(0);
    expect(await world.rows()).toMatchObject([{ companySerial: "CMP-OTHER", label: "Other" }]);
  });
});
