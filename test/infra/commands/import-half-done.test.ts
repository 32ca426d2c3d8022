import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createPatience } from "../../../infra/commands/terminal/patience.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { clientFor, embeddedEngine } from "../../support/engines.ts";
import { failingClient } from "../../support/failing-client.ts";
import { importCommand } from "../../support/import-command.ts";
import { importInto, linesOf, listsIn } from "../../support/import-run.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
});
afterAll(() => storage.stop());
// The pauses between attempts are random from 0 up: at 0 a test need not wait.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

describe("an import whose table was away for a while between its steps counts every change once:", () => {
  const noAnswer = () => Object.assign(new Error(), { code: "ECONNRESET" });

  /** The second to the fourth write get no answer. */
  const afterOutage = (employeeID: string, count: number, mode: "upsert" | "replace") => {
    const isAway = (call: number) => (call > 1 && call < 5 ? noAnswer() : undefined);
    const { dynamodb } = failingClient(storage.url, "TransactWriteItemsCommand", isAway);
    const patience = createPatience({ say: () => {} });
    const writer = createListWriter(dynamodb, storage.tables.assignments, patience);
    return importInto({ writer }, linesOf(employeeID, assignmentsOf(count)), { mode });
  };

  it("250 rows added in three steps", async () => {
    const { ended, total } = await afterOutage("added", 250, "upsert");
    expect({ ended, total }).toMatchObject({ ended: "done", total: { added: 250, unchanged: 0 } });
  });

  it("247 records removed in three steps", async () => {
    await storage.append(listOf("removed"), assignmentsOf(250));
    const { total } = await afterOutage("removed", 3, "replace");
    expect(total).toMatchObject({ added: 0, removed: 247, unchanged: 3 });
  });

  it("a write that was carried out, but whose answers were lost", async () => {
    const dynamodb = clientFor(storage.url);
    let lost = 0;
    dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context.commandName === "TransactWriteItemsCommand" && lost < 3) {
          lost += 1;
          throw noAnswer();
        }
        return result;
      },
      { step: "initialize", name: "lose" },
    );
    const patience = createPatience({ say: () => {} });
    const writer = createListWriter(dynamodb, storage.tables.assignments, patience);
    const { total } = await importInto({ writer }, linesOf("lost", assignmentsOf(30)));
    // The second attempt fails its condition, and finds the version of the first in the header.
    expect({ lost, total }).toMatchObject({ lost: 1, total: { added: 30, unchanged: 0 } });
    dynamodb.destroy();
  });
});

describe("an import that cannot keep a row which it rejects while it writes", () => {
  const { file, run, table } = importCommand();

  it("finishes what is in flight, and tells what is in and how to go on", async () => {
    const target = await table();
    const [first = exampleAssignment, second = exampleAssignment] = assignmentsOf(2);
    const others = Array.from({ length: 100 }, (_, number) => linesOf(`E${number}`, assignmentsOf(2))).join("");
    const conflict = linesOf("CONFLICT", [first, { ...first, feedback: "other" }, second]);
    const path = await file("full.ndjson", others + conflict);
    const { code, stderr } = await run([path, "--rejects", "/dev/full", ...target.to()]);
    expect(code).toBe(1);
    expect(stderr).toContain("Rejected rows cannot be saved in /dev/full: ");
    const [, told] =
      /\n(\d+) of 203 rows are imported, and perhaps some .* Run the same command again/.exec(stderr) ?? [];
    const stored = [...(await listsIn(target)).values()].reduce((sum, list) => sum + list.length, 0);
    expect(stored).toBe(Number(told));
  });
});
