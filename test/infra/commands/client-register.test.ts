import { describe, expect, it } from "vitest";
import { fail } from "../../support/client-faults.ts";
import { type ClientWorld, clientWorlds, createForA } from "../../support/client-world.ts";

const startWorld = clientWorlds();
const ownProvider = () => startWorld({ withUserPool: false });
const registerFor = (company: string, clientID = "theirs", label = "A") => [
  ...["register", "--client-id", clientID, "--company", company, "--label", label],
];
const theirs = { clientID: "theirs", companySerial: "CMP-A", enabled: true, label: "A" };

describe("with an identity provider of one's own,", () => {
  it("client register writes the row, and again is fine", async () => {
    const world = await ownProvider();
    const done = { code: 0, stdout: "The client theirs reads for CMP-A.\n", stderr: "" };
    expect(await world.run(...registerFor("CMP-A"))).toEqual(done);
    expect(await world.run(...registerFor("CMP-A"))).toEqual(done);
    expect(await world.rows()).toEqual([theirs]);
  });

  it.each([
    ["create", createForA, "register --client-id ID --company SERIAL --label TEXT"],
    ["rotate", ["rotate", "--client-id", "theirs"], "Its secrets are changed there"],
    ["rotate --finish", ["rotate", "--client-id", "theirs", "--finish"], "Its secrets are changed there"],
  ])("client %s says so and changes nothing", async (_, args, told) => {
    const world = await ownProvider();
    await world.put(theirs);
    const { code, stdout, stderr } = await world.run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^There is no Cognito user pool here: the identity provider is your own\. /);
    expect(stderr).toContain(told);
    expect(world.cognitoProxy.calls).toEqual([]);
    expect(await world.rows()).toEqual([theirs]);
  });

  it("client delete removes the row", async () => {
    const world = await ownProvider();
    await world.put(theirs);
    expect((await world.run("delete", "--client-id", "theirs", "--yes")).code).toBe(0);
    expect(await world.rows()).toEqual([]);
  });
});

describe("client register", () => {
  it.each([
    ["another company", "CMP-B", "A", true],
    ["another label", "CMP-A", "B", true],
    ["a disabled client", "CMP-A", "A", false],
  ])("leaves a row as it is that says something else: %s", async (_, company, label, enabled) => {
    const world = await ownProvider();
    await world.put({ ...theirs, enabled });
    expect(await world.run(...registerFor(company, "theirs", label))).toEqual({
      code: 1,
      stdout: "",
      stderr:
        `The client theirs has a row already, for CMP-A, "A", ${enabled ? "enabled" : "disabled"}. ` +
        "Nothing was changed.\n",
    });
    expect(await world.rows()).toEqual([{ ...theirs, enabled }]);
  });

  it("of two companies at the same time lets one have the client, and tells the other", async () => {
    const world = await ownProvider();
    const ended = await Promise.all(["CMP-A", "CMP-B"].map((company) => world.run(...registerFor(company))));
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 1]);
    const [row] = await world.rows();
    expect(row?.["companySerial"]).toBe(ended[0]?.code === 0 ? "CMP-A" : "CMP-B");
  });

  it("with a user pool takes an app client that is there, and no other", async () => {
    const world = await startWorld();
    world.cognito.put("theirs", "made by hand");
    expect((await world.run(...registerFor("CMP-A"))).code).toBe(0);
    expect(await world.run(...registerFor("CMP-A", "unknown"))).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no app client unknown in the user pool eu-west-1_Stub; nothing was written.\n",
    });
    expect(await world.rows()).toEqual([theirs]);
  });

  it.each(["before", "after"] as const)("goes on after a lost call: PutItem, %s it is carried out", async (moment) => {
    const world = await ownProvider();
    fail(world, "PutItem", moment, 1);
    expect((await world.run(...registerFor("CMP-A"))).code).toBe(0);
    expect(await world.rows()).toEqual([theirs]);
  });
});

describe("client disable and enable", () => {
  const enabledIn = async (world: ClientWorld) => (await world.rows()).map((row) => row["enabled"]);

  it("switch the row's flag, and say when it takes effect", async () => {
    const world = await startWorld();
    await world.put(theirs);
    for (const [command, enabled] of [
      ["disable", false],
      ["disable", false],
      ["enable", true],
    ] as const) {
      expect(await world.run(command, "--client-id", "theirs")).toEqual({
        code: 0,
        stdout: `The client theirs of CMP-A is ${command}d. It takes effect within 60 seconds.\n`,
        stderr: "",
      });
      expect(await world.rows()).toEqual([{ ...theirs, enabled }]);
    }
  });

  it.each(["disable", "enable"])("%s makes no row for an unknown client", async (command) => {
    const world = await startWorld();
    expect(await world.run(command, "--client-id", "unknown")).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no client unknown in the clients table; nothing was written.\n",
    });
    expect(await world.rows()).toEqual([]);
  });

  it("need no rights in Cognito", async () => {
    const world = await startWorld();
    await world.put(theirs);
    await world.run("disable", "--client-id", "theirs");
    expect(world.cognitoProxy.calls).toEqual([]);
    expect(await enabledIn(world)).toEqual([false]);
  });

  it("say of a row that is not valid what is wrong in it", async () => {
    const world = await startWorld();
    await world.storage.put("clients", { ...theirs, companySerial: "C#" });
    expect(await world.run("enable", "--client-id", "theirs")).toMatchObject({
      code: 1,
      stderr: "The row of theirs is not valid, so the API refuses it: companySerial must not contain #.\n",
    });
  });
});
