import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClientRegistry } from "../../../functions/shared/auth/client-registry.ts";
import { createRows } from "../../../infra/commands/client/rows.ts";
import { engines } from "../../support/engines.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

const a = { clientID: "a", companySerial: "CMP-A", enabled: true, label: "A" };

describe.each(engines)("the rows of the clients table on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());
  const rowsOf = () => createRows(storage.dynamodb, storage.tables.clients);

  it("are added as the API reads them", async () => {
    expect(await rowsOf().add(a)).toBe(true);
    expect(await createClientRegistry(storage.dynamodb, storage.tables.clients).find("a")).toEqual(a);
    expect(await rowsOf().find("a")).toEqual({ clientID: "a", row: a, problems: [] });
  });

  it.each([
    ["the same again", a, true],
    ["another company", { ...a, companySerial: "CMP-B" }, false],
    ["another label", { ...a, label: "B" }, false],
    ["the other flag", { ...a, enabled: false }, false],
  ])("are never written over: %s", async (_, row, added) => {
    await rowsOf().add(a);
    expect(await rowsOf().add(row)).toBe(added);
    expect((await rowsOf().find("a"))?.row).toEqual(a);
  });

  it("are switched where there is one", async () => {
    await rowsOf().add(a);
    expect((await rowsOf().setEnabled("a", false))?.row).toEqual({ ...a, enabled: false });
    expect((await rowsOf().setEnabled("a", true))?.row).toEqual(a);
    expect(await rowsOf().setEnabled("unknown", true)).toBeUndefined();
    expect(await rowsOf().find("unknown")).toBeUndefined();
  });

  it("are undone only while they say the same", async () => {
    const b = { ...a, clientID: "b" };
    await rowsOf().add(b);
    await rowsOf().removeSame({ ...b, companySerial: "CMP-B" });
    expect((await rowsOf().find("b"))?.row).toEqual(b);
    await rowsOf().removeSame(b);
    await rowsOf().removeSame(b);
    expect(await rowsOf().find("b")).toBeUndefined();
  });

  it("of a table that does not exist are told to be in none", async () => {
    await expect(createRows(storage.dynamodb, "none-such").all()).rejects.toThrow("There is no table none-such. Give");
  });
});
