import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { type ListName, listKey } from "../../../functions/shared/store/lists.ts";
import { removeEmployee } from "../../../infra/commands/remove/remove-employee.ts";
import { createEraser } from "../../../infra/store/erase.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { failingClient } from "../../support/failing-client.ts";
import { importCommand } from "../../support/import-command.ts";
import { listOf } from "../../support/storage.ts";

const command = importCommand();
const ID = "EMPLY-PRIVATE";
const offline = { ...listOf(ID), category: categories.offline };
const online = { ...listOf(ID), category: categories.online };
const REMOVE = ["--remove-employee", ID, "--company", "CMP-A"];

/** A table with two lists of the employee, and one of another's. */
const table = async () => {
  const made = await command.table();
  await made.append(listOf(ID), assignmentsOf(137));
  await made.register(offline);
  await made.append(listOf("OTHER"), assignmentsOf(2));
  const totalOf = async (list: ListName = listOf(ID)) => (await made.store.page(list, { page: 1, pageSize: 1 })).total;
  const eraser = createEraser(made.dynamodb, made.tables.assignments);
  return { ...made, eraser, totalOf };
};

const run = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await command.run(args);
  // Whoever keeps the terminal's output would keep what was to be erased.
  expect(stdout + stderr).not.toContain(ID);
  return { code, stdout, stderr };
};

describe("npm run import -- --remove-employee", () => {
  it("removes all lists of the employee, nobody else's, and says how many records they had", async () => {
    const { to, totalOf } = await table();
    expect(await run([...REMOVE, "--yes", ...to()])).toEqual({
      code: 0,
      stdout: "These lists are removed: webinar (137 records), offline (0 records).\n",
      stderr: "",
    });
    expect(await totalOf()).toBeUndefined();
    expect(await totalOf(offline)).toBeUndefined();
    expect(await totalOf(listOf("OTHER"))).toBe(2);
  });

  it("removes lists that have a broken record, a broken header or none, and says it as of any other", async () => {
    const { to, totalOf, put } = await table();
    await put("assignments", { listKey: listKey(listOf(ID)), position: 20, name: "broken" });
    await put("assignments", { listKey: listKey(offline), position: 0, total: "broken" });
    await put("assignments", { listKey: listKey(online), position: 7 });
    expect(await run([...REMOVE, "--yes", ...to()])).toEqual({
      code: 0,
      stdout: "These lists are removed: webinar (137 records), offline (0 records), online (1 record).\n",
      stderr: "",
    });
    expect(await Promise.all([listOf(ID), offline, online].map((list) => totalOf(list)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await run([...REMOVE, "--yes", ...to()])).toMatchObject({ stdout: "The employee is removed already.\n" });
  });

  it("says that it is done where it is run again", async () => {
    const { to } = await table();
    await run([...REMOVE, "--yes", ...to()]);
    expect(await run([...REMOVE, "--yes", ...to()])).toEqual({
      code: 0,
      stdout: "The employee is removed already.\n",
      stderr: "",
    });
  });

  it("writes nothing with --dry-run, and asks nobody", async () => {
    const { to, totalOf } = await table();
    expect(await run([...REMOVE, "--dry-run", ...to()])).toEqual({
      code: 0,
      stdout: "This would remove these lists: webinar (137 records), offline (0 records). Nothing was written.\n",
      stderr: "",
    });
    expect(await totalOf()).toBe(137);
  });

  it("writes nothing without --yes where there is no terminal to ask on", async () => {
    const { to, totalOf } = await table();
    expect(await run([...REMOVE, ...to()])).toEqual({
      code: 1,
      stdout: "",
      stderr: "There is no terminal to ask on. Nothing was written; --yes removes.\n",
    });
    expect(await totalOf()).toBe(137);
  });

  it("fails for an employee of whom the company has nothing", async () => {
    const { to } = await table();
    expect(await run(["--remove-employee", ID, "--company", "CMP-B", "--yes", ...to()])).toEqual({
      code: 1,
      stdout: "",
      stderr: "Company CMP-B has no such employee. Nothing was written.\n",
    });
  });

  it.each([
    [["--remove-employee", "E"], "Give the employee's company too: --company SERIAL."],
    [
      ["--remove-employee=", "--company", "C"],
      "--remove-employee must be 1 to 128 characters, none of them a control character.",
    ],
    [["--remove-employee", "E", "--remove-employee", "F", "--company", "A"], "Give one --remove-employee at a time."],
    [["--remove-employee", "E", "--company", "A", "--company", "B"], "Give one --company at a time."],
    [["--remove-employee", "E", "--company", "A#B"], "--company must not contain #."],
    [["--remove-employee", "E", "--company", "A", "--mode", "replace"], "Unknown option '--mode'. See --help."],
  ])("is refused as %s in a line, with code 1", async (args, text) => {
    expect(await command.run(args)).toMatchObject({ code: 1, stdout: "", stderr: `${text}\n` });
  });

  it("is explained by --help", async () => {
    expect((await command.run([...REMOVE, "--help"])).stdout).toContain("--remove-employee ID --company SERIAL");
  });
});

describe("the removal of an employee", () => {
  const employee = { employeeID: ID, companySerial: "CMP-A", dryRun: false };

  it("does nothing where the answer is no", async () => {
    const { eraser, totalOf } = await table();
    const asked: string[] = [];
    const confirm = async (what: string) => asked.push(what) === 0;
    expect(await removeEmployee(employee, { eraser, confirm })).toBe("Nothing was written.");
    expect(asked).toEqual(["webinar (137 records), offline (0 records)"]);
    expect(await totalOf()).toBe(137);
  });

  it("goes on after a crash, with the lists that are left", async () => {
    const { eraser, tables, totalOf } = await table();
    const crash = new Error("crash");
    const { dynamodb } = failingClient(command.url(), "TransactWriteItemsCommand", (call) =>
      call === 3 ? crash : undefined,
    );
    const confirm = async () => true;
    await expect(
      removeEmployee(employee, { eraser: createEraser(dynamodb, tables.assignments), confirm }),
    ).rejects.toBe(crash);
    expect(await removeEmployee(employee, { eraser, confirm })).toBe("These lists are removed: offline (0 records).");
    expect(await totalOf()).toBeUndefined();
  });

  it("is of what is there again, too: a list that was removed and written since", async () => {
    const { eraser, remove, append } = await table();
    await remove(offline);
    await append(offline, assignmentsOf(1));
    expect(await removeEmployee(employee, { eraser, confirm: async () => true })).toBe(
      "These lists are removed: webinar (137 records), offline (1 record).",
    );
  });
});
