import { describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import type { Changes } from "../../../infra/commands/import/changes.ts";
import { reportOf } from "../../../infra/commands/import/report.ts";
import type { Outcome } from "../../../infra/commands/import/run.ts";
import { createTally, type Tally } from "../../../infra/commands/import/tally.ts";
import { listFor } from "../../support/import-run.ts";

const gathered = (companySerial: string, rows: number, category: CategoryName = "webinar") => ({
  list: listFor(category, "E", companySerial).name,
  line: 1,
  records: [],
  repeated: 0,
  rows,
  complete: true,
});
const changes = (more: Partial<Changes>): Changes => ({ added: 0, updated: 0, unchanged: 0, removed: 0, ...more });
const tallyOf = (fill: (tally: Tally) => void): Tally => {
  const tally = createTally();
  fill(tally);
  return tally;
};

describe("the table", () => {
  it("has a line for the only company, and none for all", () => {
    const tally = tallyOf(({ count, reject }) => {
      count(gathered("CMP-A", 3), changes({ added: 1, updated: 2 }));
      count(gathered("CMP-A", 4), changes({ unchanged: 4, removed: 5 }));
      reject({ companySerial: "CMP-A", employeeID: "E" });
    });
    expect(tally.table().split("\n")).toEqual([
      "company  employees  added  updated  unchanged  removed  rejected",
      "───────  ─────────  ─────  ───────  ─────────  ───────  ────────",
      "CMP-A            2      1        2          4        5         1",
    ]);
    expect(tally.total).toEqual({ lists: 2, rows: 7, added: 1, updated: 2, unchanged: 4, removed: 5, rejected: 1 });
  });

  it("has companies by their serials, rejected rows of none that could be read, and a line for all", () => {
    const tally = tallyOf(({ count, reject }) => {
      count(gathered("CMP-B", 1_234_567), changes({ added: 1_234_567 }));
      count(gathered("CMP-A", 1), changes({ added: 1_000 }));
      reject({ companySerial: "CMP-C", employeeID: "E" });
      reject({ employeeID: "E" });
      reject({});
    });
    expect(tally.table().split("\n").slice(2)).toEqual([
      "(not readable)          0          0        0          0        0         2",
      "CMP-A                   1      1,000        0          0        0         0",
      "CMP-B                   1  1,234,567        0          0        0         0",
      "CMP-C                   0          0        0          0        0         1",
      "all                     2  1,235,567        0          0        0         3",
    ]);
  });

  it("of one category calls its lists by their owners", () => {
    const headOf = (category: CategoryName) =>
      tallyOf(({ count }) => count(gathered("CMP-A", 1, category), changes({})))
        .table()
        .split("\n")[0];
    for (const [name, { owner }] of Object.entries(categories)) {
      const lists = owner === "employee" ? "employees" : "lists";
      expect(headOf(name as CategoryName)).toBe(`company  ${lists}  added  updated  unchanged  removed  rejected`);
    }
  });

  it("of several categories has a line for each category of a company", () => {
    const tally = tallyOf(({ count, reject }) => {
      count(gathered("CMP-A", 3, "webinar"), changes({ added: 3 }));
      count(gathered("CMP-B", 1, "online"), changes({ unchanged: 1 }));
      count(gathered("CMP-A", 2, "courses"), changes({ updated: 2 }));
      count(gathered("CMP-A", 4, "webinar"), changes({ removed: 4 }));
      reject({ companySerial: "CMP-A", employeeID: "E", category: "offline" });
      reject({ companySerial: "CMP-A" });
      reject({});
    });
    expect(tally.table().split("\n")).toEqual([
      "company         category        lists  added  updated  unchanged  removed  rejected",
      "──────────────  ──────────────  ─────  ─────  ───────  ─────────  ───────  ────────",
      "(not readable)  (not readable)      0      0        0          0        0         1",
      "CMP-A           (not readable)      0      0        0          0        0         1",
      "CMP-A           courses             1      0        2          0        0         0",
      "CMP-A           offline             0      0        0          0        0         1",
      "CMP-A           webinar             2      3        0          0        4         0",
      "CMP-B           online              1      0        0          1        0         0",
      "all                                 4      3        2          1        4         3",
    ]);
  });

  it("is made in a time that grows with the companies alone", () => {
    const tally = tallyOf(({ count }) => {
      for (let number = 0; number < 100_000; number += 1) count(gathered(`CMP-${number}`, 1), changes({ added: 1 }));
    });
    expect(tally.table().split("\n")).toHaveLength(100_003);
  });
});

/** Nothing counted, so that the report has no table. */
const nothing = createTally();
const some = tallyOf(({ count }) => count(gathered("CMP-A", 1_500), changes({ added: 1_500 })));
const one = tallyOf(({ count }) => count(gathered("CMP-A", 1), changes({ added: 1 })));
const rejected = (count: number, other: (tally: Tally) => void = () => {}) =>
  tallyOf((tally) => {
    other(tally);
    for (let row = 0; row < count; row += 1) tally.reject({ companySerial: "CMP-A" });
  });
const AGAIN = "Run the same command again to continue: rows that are imported are not written again.";
const THROTTLED = "The table could not be reached or is throttled (unknown). Run the command again later.";

describe("the report of an import that", () => {
  const report = (outcome: Partial<Outcome>, dryRun = false) => {
    const { text, exitCode } = reportOf(
      { ended: "done", tally: nothing, rows: 0, wrote: !dryRun, ...outcome },
      { dryRun, rejects: "a.rejects" },
    );
    const tally = outcome.tally ?? nothing;
    const table = tally.total.lists + tally.total.rejected > 0 ? `${tally.table()}\n` : "";
    expect(text.startsWith(table)).toBe(true);
    return [exitCode, text.slice(table.length)];
  };

  it("is done has code 0, and code 2 with rejected rows", () => {
    expect(report({ tally: some, rows: 1_500 })).toEqual([0, "1,500 rows are imported."]);
    expect(report({ tally: one, rows: 1 })).toEqual([0, "1 row is imported."]);
    expect(report({ tally: rejected(1), rows: 1 })).toEqual([
      2,
      "0 rows are imported. 1 row is rejected: see a.rejects.",
    ]);
    const both = rejected(1_001, ({ count }) => count(gathered("CMP-A", 2), changes({ added: 2 })));
    expect(report({ tally: both, rows: 1_003 })).toEqual([
      2,
      "2 rows are imported. 1,001 rows are rejected: see a.rejects.",
    ]);
  });

  it("had mended identifiers has code 0, and says which between the table and the end", () => {
    const mended = [{ field: "employeeID", kinds: ["blanks"] as const }];
    const tally = tallyOf(({ count, note }) => {
      count(gathered("CMP-A", 1), changes({ added: 1 }));
      note({ companySerial: "CMP-A", employeeID: "E", category: "webinar", line: 7, record: undefined, mended });
    });
    expect(report({ tally, rows: 1 })).toEqual([
      0,
      "Mended: outer blanks taken off in 1 identifier (line 7).\n1 row is imported.",
    ]);
  });

  it("had nothing to do has code 0", () => {
    expect(report({})).toEqual([0, "There are no rows to import."]);
    expect(report({}, true)).toEqual([0, "There are no rows to import."]);
  });

  it("was only tried has the same codes, and says that nothing was written", () => {
    const text = "valid; the table shows what would change. Nothing was written.";
    expect(report({ tally: some, rows: 1_500 }, true)).toEqual([0, `1,500 rows are ${text}`]);
    expect(report({ tally: one, rows: 1 }, true)).toEqual([0, `1 row is ${text}`]);
    expect(report({ tally: rejected(2), rows: 2 }, true)).toEqual([
      2,
      `0 rows are ${text} 2 rows are rejected: see a.rejects.`,
    ]);
  });

  it("was declined has code 1", () => {
    expect(report({ ended: "declined", rows: 5, wrote: false })).toEqual([1, "Nothing was written."]);
    expect(report({ ended: "declined", rows: 5, wrote: false, tally: rejected(1) })).toEqual([
      1,
      "Nothing was written. 1 row is rejected: see a.rejects.",
    ]);
  });

  it("was stopped has code 130, and says how much is in", () => {
    expect(report({ ended: "stopped", rows: 5, wrote: false })).toEqual([130, "Stopped. Nothing was written."]);
    expect(report({ ended: "stopped", rows: 2_000, tally: some })).toEqual([
      130,
      `Stopped. 1,500 of 2,000 rows are imported. ${AGAIN}`,
    ]);
    expect(report({ ended: "stopped", rows: 2_000, tally: some }, true)).toEqual([
      130,
      "Stopped. Nothing was written.",
    ]);
  });

  it("failed has code 1, and says why and how much is in", () => {
    const failure = new ApiError("unavailable");
    expect(report({ ended: "failed", rows: 2_000, tally: some, failure })).toEqual([
      1,
      `${THROTTLED}\n1,500 of 2,000 rows are imported, and perhaps some of those that were being written. ${AGAIN}`,
    ]);
    expect(report({ ended: "failed", rows: 3, wrote: false, tally: rejected(1), failure })).toEqual([
      1,
      `${THROTTLED}\nNothing was written. 1 row is rejected: see a.rejects.`,
    ]);
    expect(report({ ended: "failed", rows: 2_000, tally: some, failure }, true)).toEqual([
      1,
      `${THROTTLED}\nNothing was written.`,
    ]);
  });
});
