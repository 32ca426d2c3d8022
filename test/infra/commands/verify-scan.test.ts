import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { positionOf } from "../../../functions/shared/store/lists.ts";
import { findLists } from "../../../infra/commands/export/find.ts";
import { type Verdict, verdictsOn, verdictsOnAll } from "../../../infra/commands/export/verdicts.ts";
import { createPatience } from "../../../infra/commands/terminal/patience.ts";
import { createStoredLists, listOfKey, type StoredLists } from "../../../infra/store/stored-lists.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

const silent = () => {};
const all = { companySerial: undefined, employeeID: undefined };
const collected = async (verdicts: AsyncIterable<Verdict>) => {
  const found: Verdict[] = [];
  for await (const verdict of verdicts) found.push(verdict);
  return found;
};

describe("a check of all lists by a scan", () => {
  let storage: Storage;
  let counting: ReturnType<typeof countingClient>;
  let lists: StoredLists;
  beforeAll(async () => {
    storage = await startStorage(embeddedEngine);
    for (let number = 0; number < 40; number += 1) await storage.append(listOf(`E${number}`), assignmentsOf(3));
    const large = { absentReason: "x".repeat(5_000), feedback: "x".repeat(5_000) };
    await storage.append(
      listOf("large"),
      assignmentsOf(250).map((record) => ({ ...record, ...large })),
    );
    await storage.put("assignments", { ...exampleAssignment, listKey: "CMP-A#webinar#torn", position: 2 });
    await storage.put("assignments", { ...exampleAssignment, listKey: "nobody", position: 1 });
    counting = countingClient(storage.url);
    lists = createStoredLists(counting.dynamodb, storage.tables.assignments, {
      retry: createPatience({ say: silent }),
    });
  });
  afterAll(() => storage.stop());

  it("finds what a check list by list finds, in the same order, also of a list of several pages", async () => {
    const scanned = await collected(verdictsOnAll(lists, silent));
    expect(scanned).toEqual(await collected(verdictsOn(await findLists(lists, all, silent))));
    expect(scanned).toHaveLength(43);
    expect(scanned.map(({ key }) => key)).toEqual(scanned.map(({ key }) => key).sort());
    expect(scanned.find(({ key }) => key.endsWith("large"))).toMatchObject({ total: 250, records: 250, problems: [] });
  });

  it("asks for single lists only where something is wrong, and reads consistently", async () => {
    counting.calls.length = 0;
    await collected(verdictsOnAll(lists, silent));
    const queried = counting.calls.filter(({ name }) => name === "QueryCommand");
    expect(new Set(queried.map(({ input }) => JSON.stringify(input["ExpressionAttributeValues"]))).size).toBe(1);
    expect(JSON.stringify(queried[0]?.input)).toContain("CMP-A#webinar#torn");
    expect(counting.calls.every(({ input }) => input["ConsistentRead"] === true)).toBe(true);
  });

  it("judges a list that was half old and half new in the scan by a read of its own", async () => {
    const reads: string[] = [];
    const torn: StoredLists = {
      ...lists,
      read: (list) => {
        reads.push(list.employeeID);
        return lists.read(list);
      },
      scan: (take) =>
        lists.scan((found) =>
          take(
            found.key.endsWith("E7") && found.stored
              ? { ...found, stored: { ...found.stored, items: found.stored.items.filter((i) => positionOf(i) !== 2) } }
              : found,
          ),
        ),
    };
    expect(await collected(verdictsOnAll(torn, silent))).toEqual(await collected(verdictsOnAll(lists, silent)));
    expect(reads.sort()).toEqual(["E7", "torn"]);
  });

  it("reads a list again that the scan gave in two pieces, and leaves out one that is gone", async () => {
    const reads: string[] = [];
    const gone = listOf("gone");
    const pieces: StoredLists = {
      ...lists,
      read: (list) => {
        reads.push(list.employeeID);
        return lists.read(list);
      },
      scan: async (take) => {
        const list = listOfKey("CMP-A#webinar#E7");
        const stored = list && (await lists.read(list));
        if (!stored) throw new Error("E7 is not there");
        take({ key: "CMP-A#webinar#E7", stored });
        take({ key: "CMP-A#webinar#E7", stored });
        take({ key: "CMP-A#webinar#gone", stored: { list: gone, header: undefined, items: [], changing: false } });
      },
    };
    const found = await collected(verdictsOnAll(pieces, silent));
    expect(reads.sort()).toEqual(["E7", "gone"]);
    expect(found).toMatchObject([{ key: "CMP-A#webinar#E7", total: 3, problems: [] }]);
  });

  it("never finds a problem beside a writer who leaves every list sound", async () => {
    let stop = false;
    const write = async () => {
      for (let round = 0; !stop; round += 1)
        await storage.append(listOf(`W${round % 5}`), assignmentsOf(60, `R${round}`));
    };
    const writing = write();
    for (let round = 0; round < 5; round += 1) {
      const found = await collected(verdictsOnAll(lists, silent));
      expect(found.filter(({ problems, key }) => problems.length > 0 && !/torn|nobody/.test(key))).toEqual([]);
    }
    stop = true;
    await writing;
  });
});
