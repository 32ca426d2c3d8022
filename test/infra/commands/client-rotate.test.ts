import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { callsOf, fail } from "../../support/client-faults.ts";
import {
  type ClientWorld,
  clientWorlds,
  createForA,
  credentialsIn,
  occurrences,
  SCOPE,
} from "../../support/client-world.ts";
import type { Fate } from "../../support/fault-proxy.ts";

const startWorld = clientWorlds();
let world: ClientWorld;
let first: { clientID: string; clientSecret: string };
let rotate: string[];
beforeEach(async () => {
  world = await startWorld();
  first = credentialsIn((await world.run(...createForA)).stdout);
  rotate = ["rotate", "--client-id", first.clientID];
});

const works = (credentials: typeof first) => world.cognito.givesToken(credentials, SCOPE);
const secrets = () => world.cognito.clients.get(first.clientID)?.secrets ?? [];

describe("client rotate", () => {
  it("adds a second secret, prints it once, and leaves the first at work until --finish deletes it", async () => {
    const { code, stdout, stderr } = await world.run(...rotate);
    expect(code).toBe(0);
    const second = credentialsIn(stdout);
    expect(second.clientID).toBe(first.clientID);
    expect(second.clientSecret).not.toBe(first.clientSecret);
    expect(occurrences(stdout, second.clientSecret)).toBe(1);
    expect(stderr).toBe(
      "The secret is not shown again: save it now.\nThe old secret works too, until you delete it: " +
        `npm run -s client -- rotate --client-id ${first.clientID} --finish\n`,
    );
    expect([works(first), works(second)]).toEqual([true, true]);

    expect(await world.run(...rotate, "--finish")).toEqual({
      code: 0,
      stdout: `The older secret of ${first.clientID}, of 2025-01-01T00:00:01.000Z, is deleted.\n`,
      stderr: "",
    });
    expect([works(first), works(second)]).toEqual([false, true]);
  });

  it("prints both as JSON with --json", async () => {
    const printed = JSON.parse((await world.run(...rotate, "--json")).stdout);
    expect(works(printed)).toBe(true);
  });

  it("says clearly that an account's Cognito has no call for a second secret, and what to do", async () => {
    fail(world, "ListUserPoolClientSecrets", { status: 400, type: "UnknownOperationException", message: "" });
    const { code, stdout, stderr } = await world.run(...rotate);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(
      "Nothing is changed: Cognito of this account and region cannot give a client a second secret",
    );
  });

  it("adds no third secret, and says how to delete either of the two", async () => {
    await world.run(...rotate);
    const { code, stdout, stderr } = await world.run(...rotate);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("has two secrets, of 2025-01-01T00:00:01.000Z and 2025-01-01T00:00:02.000Z.");
    expect(stderr).toContain(`rotate --client-id ${first.clientID} --finish\n`);
    expect(stderr).toContain("delete-user-pool-client-secret --client-secret-id ID --user-pool-id eu-west-1_Stub");
    expect(secrets()).toHaveLength(2);
  });

  it("--finish deletes no only secret", async () => {
    expect(await world.run(...rotate, "--finish")).toEqual({
      code: 1,
      stdout: "",
      stderr: `The client ${first.clientID} has one secret, so there is no older one to delete.\n`,
    });
    expect(works(first)).toBe(true);
  });

  it.each([[[]], [["--finish"]]])("of an unknown client is told so: %j", async (flags) => {
    expect(await world.run("rotate", "--client-id", "unknown", ...flags)).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no app client unknown in the user pool eu-west-1_Stub.\n",
    });
  });
});

describe("client rotate, where a call is lost,", () => {
  it.each(["before", "after"] as const)(
    "keeps no secret that nobody has seen: AddUserPoolClientSecret, %s it is carried out",
    async (moment) => {
      fail(world, "AddUserPoolClientSecret", moment);
      const { code, stdout, stderr } = await world.run(...rotate);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(
        /^There is no new secret\. Cognito could not be reached .*\nAll changes so far are undone, and/,
      );
      expect(callsOf(world, "AddUserPoolClientSecret")).toBe(1);
      expect(secrets().map(({ value }) => value)).toEqual([first.clientSecret]);
    },
  );

  it("says how to remove such a secret if that fails: DeleteUserPoolClientSecret", async () => {
    fail(world, "AddUserPoolClientSecret", "after");
    fail(world, "DeleteUserPoolClientSecret", "before");
    const { code, stderr } = await world.run(...rotate);
    expect(code).toBe(1);
    const [known, unseen] = secrets();
    expect(stderr).toContain(`The old secret ${known?.id} still works.`);
    expect(stderr).toContain(`delete-user-pool-client-secret --client-secret-id ID --user-pool-id ${world.cognito.id}`);
    expect(stderr).not.toContain(unseen?.value);
    expect(works(first)).toBe(true);
  });

  it("adds nothing: ListUserPoolClientSecrets", async () => {
    fail(world, "ListUserPoolClientSecrets", "before");
    const { code, stderr } = await world.run(...rotate);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "Cognito could not be reached or failed (ECONNRESET).\n" });
    expect(callsOf(world, "AddUserPoolClientSecret")).toBe(0);
  });

  it("adds nothing where it is refused, and deletes nothing of somebody else's rotation", async () => {
    world.cognitoProxy.on("AddUserPoolClientSecret", async (): Promise<Fate> => {
      if (secrets().length === 1)
        await world.cognito.run("AddUserPoolClientSecret", {
          UserPoolId: world.cognito.id,
          ClientId: first.clientID,
        });
      return "pass";
    });
    const { code, stderr } = await world.run(...rotate);
    expect(code).toBe(1);
    expect(stderr).toMatch(/LimitExceededException\)\.\nThe old one still works\.\n$/);
    expect(secrets()).toHaveLength(2);
  });
});

describe("client rotate --finish, where DeleteUserPoolClientSecret is lost,", () => {
  it.each([
    ["before", 1, 0, 1],
    ["after", 1, 0, 1],
    ["before", 9, 1, 2],
    ["after", 9, 0, 1],
  ] as const)("%s it is carried out, %i times: exit code %i, %i secrets", async (moment, calls, exitCode, left) => {
    const second = credentialsIn((await world.run(...rotate)).stdout);
    fail(world, "DeleteUserPoolClientSecret", moment, calls);
    const { code, stderr } = await world.run(...rotate, "--finish");
    expect(code).toBe(exitCode);
    if (exitCode) expect(stderr).toMatch(/The older secret may still work\. Run the command again\.\n$/);
    expect(secrets()).toHaveLength(left);
    expect(works(second)).toBe(true);
  });
});

it.each([
  ["ListUserPoolClientSecrets", 130, 1],
  ["AddUserPoolClientSecret", 0, 2],
])("client rotate that Ctrl-C interrupts at %s ends with %i, and %i secrets", async (operation, exitCode, left) => {
  const child = world.start(...rotate);
  world.cognitoProxy.on(operation, async (): Promise<Fate> => {
    child.kill("SIGINT");
    await pause(200);
    return "pass";
  });
  const [[code], stdout] = await Promise.all([once(child, "close"), text(child.stdout)]);
  expect(code).toBe(exitCode);
  expect(secrets()).toHaveLength(left);
  if (exitCode === 0) expect(works(credentialsIn(stdout))).toBe(true);
  else expect(stdout).toBe("");
});
