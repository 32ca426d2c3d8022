import { describe, expect, it } from "vitest";
import { fail } from "../../support/client-faults.ts";
import { clientWorlds } from "../../support/client-world.ts";

const startWorld = clientWorlds();

const row = (clientID: string, companySerial: string, label: string, enabled = true) => ({
  clientID,
  companySerial,
  label,
  enabled,
});

describe("client list", () => {
  it("shows every client by company, and what is wrong with it", async () => {
    const world = await startWorld();
    world.cognito.put("fine", "CMP-B b");
    world.cognito.put("stray", "made by hand");
    world.cognito.put("cut", "not finished 1");
    world.cognito.put("broken", "CMP-B x");
    await world.put(row("fine", "CMP-B", "B's dashboard"));
    await world.put(row("lost", "CMP-A", "A's dashboard", false));
    await world.storage.put("clients", { clientID: "broken", companySerial: "C#", label: "x", enabled: true });
    const { code, stdout, stderr } = await world.run("list");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const cells = stdout
      .split("\n")
      .filter((line) => line.startsWith("│"))
      .map((line) =>
        line
          .split("│")
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
    expect(cells).toEqual([
      ["clientID", "company", "label", "enabled", "problems"],
      ["lost", "CMP-A", "A's dashboard", "no", "row without app client"],
      ["fine", "CMP-B", "B's dashboard", "yes", ""],
      ["broken", "", "", "", "row is not valid: companySerial must not contain #"],
      ["cut", "", "", "", "app client not finished: can get no token"],
      ["stray", "", "", "", "app client without row: made by hand"],
    ]);

    expect(JSON.parse((await world.run("list", "--json")).stdout)).toEqual([
      { ...row("lost", "CMP-A", "A's dashboard", false), problems: ["row without app client"] },
      { ...row("fine", "CMP-B", "B's dashboard"), problems: [] },
      { clientID: "broken", problems: ["row is not valid: companySerial must not contain #"] },
      { clientID: "cut", problems: ["app client not finished: can get no token"] },
      { clientID: "stray", problems: ["app client without row: made by hand"] },
    ]);
  });

  it("reads all pages of both sides", async () => {
    const world = await startWorld({ pageSize: 2 });
    // Rows of 1 MB in all are more than a page of a scan.
    const filler = "x".repeat(300_000);
    for (const number of [1, 2, 3, 4, 5]) {
      world.cognito.put(`c${number}`, "any");
      await world.storage.put("clients", { ...row(`c${number}`, "CMP-A", `label ${number}`), filler });
    }
    const { stdout } = await world.run("list", "--json");
    const expected = [1, 2, 3, 4, 5].map((number) => ({
      ...row(`c${number}`, "CMP-A", `label ${number}`),
      problems: [],
    }));
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  it("has no control characters of what is stored, which could move the terminal's cursor", async () => {
    const world = await startWorld();
    await world.storage.put("clients", { clientID: "a\u001b[2Jb" });
    expect((await world.run("list")).stdout).toContain("a?[2Jb");
  });

  it("does not ask for app clients where the identity provider is one's own", async () => {
    const world = await startWorld({ withUserPool: false });
    await world.put(row("mine", "CMP-A", "A"));
    expect(JSON.parse((await world.run("list", "--json")).stdout)).toEqual([
      { ...row("mine", "CMP-A", "A"), problems: [] },
    ]);
    expect(world.cognitoProxy.calls).toEqual([]);
  });

  it.each([
    ["ListUserPoolClients", "Cognito could not be reached or failed (ECONNRESET).\n"],
    ["Scan", "The table could not be reached or is throttled (ECONNRESET). Run the command again later.\n"],
  ])("shows no half of it: %s fails", async (operation, stderr) => {
    const world = await startWorld();
    await world.put(row("mine", "CMP-A", "A"));
    fail(world, operation, "before");
    expect(await world.run("list")).toEqual({ code: 1, stdout: "", stderr });
  });
});
