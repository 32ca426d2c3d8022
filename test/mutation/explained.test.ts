import type { schema } from "@stryker-mutator/api/core";
import { expect, it } from "vitest";
import { judge } from "./explained.ts";
import { survivors } from "./survivors.ts";

const FILE = "functions/shared/sum.ts";
const source = "export const sum = (a: number, b: number) => {\n  return a + b;\n};\n";

const mutant = (status: schema.MutantStatus, code: string, replacement: string): schema.MutantResult => {
  const lines = source.slice(0, source.indexOf(code)).split("\n");
  const ends = source.slice(0, source.indexOf(code) + code.length).split("\n");
  return {
    id: code,
    mutatorName: "any",
    replacement,
    status,
    location: {
      start: { line: lines.length, column: `${lines.at(-1)}`.length + 1 },
      end: { line: ends.length, column: `${ends.at(-1)}`.length + 1 },
    },
  };
};

const run = (...mutants: schema.MutantResult[]) => ({ [FILE]: { language: "typescript", source, mutants } });
const ENTRY = { line: "return a + b;", code: "a + b", becomes: "a - b" };
const list = (...entries: (typeof ENTRY)[]) => ({ [FILE]: entries.map((entry) => ({ ...entry, reason: "why" })) });
const NOTHING = { unexplained: [], unknown: [], killed: [] };

it("has nothing to say where every mutant is killed, or survives with a reason", () => {
  expect(judge(run(mutant("Killed", "a + b", "a - b")), {})).toEqual(NOTHING);
  expect(judge(run(mutant("Timeout", "a + b", "a - b")), {})).toEqual(NOTHING);
  expect(judge(run(mutant("Survived", "a + b", "a - b")), list(ENTRY))).toEqual(NOTHING);
});

it.each(["Survived", "NoCoverage"] as const)("names a mutant without a reason: %s", (status) => {
  const at = `${FILE}:2: ${JSON.stringify(ENTRY)}`;
  expect(judge(run(mutant(status, "a + b", "a - b")), {})).toEqual({ ...NOTHING, unexplained: [at] });
});

it.each([{ line: "return a +  b;" }, { code: "a" }, { becomes: "a * b" }])(
  "takes a reason for no other mutant: %o",
  (other) => {
    const judgement = judge(run(mutant("Survived", "a + b", "a - b")), list({ ...ENTRY, ...other }));
    expect(judgement.unexplained).toHaveLength(1);
    expect(judgement.unknown).toHaveLength(1);
  },
);

it("tells a reason that is no longer needed, and takes it for the mutants of the same line that survive", () => {
  const killed = mutant("Killed", "a + b", "a - b");
  expect(judge(run(killed), list(ENTRY))).toMatchObject({
    unexplained: [],
    unknown: [],
    killed: [`${FILE}: ${JSON.stringify(ENTRY)}`],
  });
  expect(judge(run(killed, mutant("Survived", "a + b", "a - b")), list(ENTRY))).toEqual(NOTHING);
});

it("knows a block by its first line", () => {
  const block = { line: "export const sum = (a: number, b: number) => {", code: "{", becomes: "{}" };
  const survived = mutant("Survived", "{\n  return a + b;\n}", "{}");
  expect(judge(run(survived), list(block))).toEqual(NOTHING);
});

it("does not miss what lies outside of the lines or the files that were mutated", () => {
  expect(judge(run(mutant("Killed", "{\n  return a + b;\n}", "{}")), list(ENTRY))).toEqual(NOTHING);
  expect(judge({}, list(ENTRY))).toEqual(NOTHING);
});

it("has a reason for each survivor in the list, and each but once", () => {
  for (const entries of Object.values(survivors)) {
    for (const { reason } of entries) expect(reason).toMatch(/^\S.{20,}\.$/);
    expect(new Set(entries.map(({ line, code, becomes }) => `${line}${code}${becomes}`)).size).toBe(entries.length);
  }
});
