import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPagedFile } from "../../../infra/commands/import/workbook/paged-file.ts";
import { createStringStore } from "../../../infra/commands/import/workbook/strings.ts";
import { CommandError } from "../../../infra/commands/terminal/command.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strings-"));
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

test("gives back all texts by their numbers, wherever they are, and leaves no file behind", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constant("\ud800"), fc.constant(""));
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 0, max: 2_000 }), (texts, bound) => {
      const store = createStringStore(bound);
      try {
        texts.forEach(store.add);
        const numbers = [...texts.keys()].reverse();
        expect(numbers.map(store.get)).toEqual([...texts].reverse());
        for (const none of [-1, texts.length, 0.5]) expect(store.get(none)).toBeUndefined();
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        store.close();
      }
    }),
  );
});

test("holds texts in memory up to the bound, and needs the temporary folder from there on", () => {
  vi.stubEnv("TMPDIR", join(folder, "none"));
  const store = createStringStore(100);
  store.add("a".repeat(30));
  expect(store.get(0)).toBe("a".repeat(30));
  const add = () => store.add("");
  expect(add).toThrow(CommandError);
  expect(add).toThrow(/^the workbook's texts cannot be stored in the temporary folder \S+none \(ENOENT\); set TMPDIR/);
});

test("reads ranges that begin and end in any page, also in pages that were dropped from memory", () => {
  const file = createPagedFile();
  const page = 64 * 1024;
  const bytes = Buffer.alloc(40 * page + 5);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, Math.min(at, bytes.length - 4));
  try {
    file.append(bytes.subarray(0, 7));
    file.append(bytes.subarray(7));
    const ranges = [
      ...[0, 39, 0, 38, 3].map((number) => [number * page, number * page + 9]),
      ...[
        [page - 3, page + 3],
        [page - 1, 3 * page + 1],
        [page, 2 * page],
        [bytes.length - 9, bytes.length],
        [5, 5],
      ],
    ];
    for (const [from = 0, to = 0] of ranges)
      expect(file.read(from, to).equals(bytes.subarray(from, to)), `${from}`).toBe(true);
    expect(() => file.read(0, bytes.length + 1)).toThrow(RangeError);
  } finally {
    file.close();
  }
});
