import { describe, expect, it } from "vitest";
import { clientWorlds, createForA, credentialsIn, occurrences, SCOPE } from "../../support/client-world.ts";

const startWorld = clientWorlds();

describe("client create", () => {
  it("makes a client that can get tokens, and its row, and prints its ID and its secret once", async () => {
    const world = await startWorld();
    const { code, stdout, stderr } = await world.run(...createForA);
    expect(code).toBe(0);
    const credentials = credentialsIn(stdout);
    expect(occurrences(stdout, credentials.clientSecret)).toBe(1);
    expect(stderr).toBe("The secret is not shown again: save it now.\n");
    expect(world.cognito.givesToken(credentials, SCOPE)).toBe(true);
    expect(await world.rows()).toEqual([
      { clientID: credentials.clientID, companySerial: "CMP-A", enabled: true, label: "Dashboard of A" },
    ]);
  });

  it("allows the client credentials flow for the scope, tokens of 12 hours, and nothing else", async () => {
    const world = await startWorld();
    const { clientID } = credentialsIn((await world.run(...createForA)).stdout);
    expect(world.cognito.clients.get(clientID)?.settings).toEqual({
      ClientName: "CMP-A Dashboard of A",
      AccessTokenValidity: 12,
      TokenValidityUnits: { AccessToken: "hours" },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: "ENABLED",
      ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthScopes: [SCOPE],
    });
  });

  it("lets the client get no token before its row is there", async () => {
    const world = await startWorld();
    const seen: unknown[] = [];
    const look = async () => {
      const [made] = world.cognito.clients.values();
      seen.push([made?.settings.AllowedOAuthFlows, (await world.rows()).map((row) => row["companySerial"])]);
      return "pass" as const;
    };
    world.dynamodbProxy.on("PutItem", look);
    world.cognitoProxy.on("UpdateUserPoolClient", look);
    expect((await world.run(...createForA)).code).toBe(0);
    expect(seen).toEqual([
      [undefined, []],
      [undefined, ["CMP-A"]],
    ]);
  });

  it("prints both as JSON with --json, the secret once", async () => {
    const world = await startWorld();
    const { stdout } = await world.run(...createForA, "--json");
    const printed = JSON.parse(stdout);
    expect(Object.keys(printed)).toEqual(["clientID", "clientSecret"]);
    expect(occurrences(stdout, printed.clientSecret)).toBe(1);
    expect(world.cognito.givesToken(printed, SCOPE)).toBe(true);
  });

  it("names the app client by company and label in the letters and the length that Cognito takes", async () => {
    const world = await startWorld();
    const label = `Tim “Ökonomi” (1/2) ${"x".repeat(200)}`;
    const { code, stdout } = await world.run("create", "--company", "CMP:A", "--label", label);
    expect(code).toBe(0);
    const name = world.cognito.clients.get(credentialsIn(stdout).clientID)?.settings.ClientName;
    expect(name).toBe(`CMP_A Tim __konomi_ _1_2_ ${"x".repeat(128 - 26)}`);
    expect((await world.rows())[0]).toMatchObject({ companySerial: "CMP:A", label });
  });

  it("five times at the same time makes five clients, each with its own secret and its own company's row", async () => {
    const world = await startWorld();
    const companies = ["CMP-1", "CMP-2", "CMP-3", "CMP-4", "CMP-5"];
    const made = await Promise.all(
      companies.map(async (company) => {
        const { code, stdout } = await world.run("create", "--company", company, "--label", "Same label");
        expect(code).toBe(0);
        return { company, ...credentialsIn(stdout) };
      }),
    );
    expect(world.cognito.clients.size).toBe(5);
    const rows = new Map((await world.rows()).map((row) => [row["clientID"], row["companySerial"]]));
    expect(rows).toEqual(new Map(made.map(({ clientID, company }) => [clientID, company])));
    for (const credentials of made) expect(world.cognito.givesToken(credentials, SCOPE)).toBe(true);
  });
});
