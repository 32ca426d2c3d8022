import type { schema } from "@stryker-mutator/api/core";

/** A mutant that no test can tell from the code, or that none need to. */
type Survivor = {
  /** The line that it starts in, without the space round it. */
  readonly line: string;
  /** What it replaces of that line; the first line of what it replaces where that is several. */
  readonly code: string;
  readonly becomes: string;
};
export type Explained = Survivor & { readonly reason: string };

type Judgement = {
  /** Survivors that the list does not have. */
  readonly unexplained: readonly string[];
  /** What the list has, of the files and lines that were mutated, and no mutant is. */
  readonly unknown: readonly string[];
  /** What the list has and a test killed this time. */
  readonly killed: readonly string[];
};

type Found = { readonly mutant: Survivor; readonly at: string; readonly survived: boolean };

const UNDETECTED: ReadonlySet<schema.MutantStatus> = new Set(["Survived", "NoCoverage"]);

const mutantsOf = (file: string, { source, mutants }: schema.FileResult): Found[] => {
  const lines = source.split(/\r?\n/);
  return mutants.map(({ location: { start, end }, replacement = "", status }) => {
    const text = lines[start.line - 1] ?? "";
    const code = text.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
    return {
      mutant: { line: text.trim(), code, becomes: replacement },
      at: `${file}:${start.line}`,
      survived: UNDETECTED.has(status),
    };
  });
};

const isSame = (one: Survivor, other: Survivor): boolean =>
  one.line === other.line && one.code === other.code && one.becomes === other.becomes;

const entryOf = ({ line, code, becomes }: Survivor): string => JSON.stringify({ line, code, becomes });

/**
 * Holds the survivors of a run against the list that explains them.
 *
 * @param explained by file
 */
export const judge = (
  files: schema.FileResultDictionary,
  explained: Readonly<Record<string, readonly Explained[]>>,
): Judgement => {
  const judged = Object.entries(files).map(([file, result]): Judgement => {
    const found = mutantsOf(file, result);
    const entries = explained[file] ?? [];
    const mutated = new Set(found.map(({ mutant }) => mutant.line));
    const lines = new Set(result.source.split("\n").map((line) => line.trim()));
    return {
      unexplained: found
        .filter(({ survived, mutant }) => survived && !entries.some((entry) => isSame(entry, mutant)))
        .map(({ at, mutant }) => `${at}: ${entryOf(mutant)}`),
      // A line that is there and was not mutated lies outside of the range that the run was asked for.
      unknown: entries
        .filter((entry) => mutated.has(entry.line) || !lines.has(entry.line))
        .filter((entry) => !found.some(({ mutant }) => isSame(entry, mutant)))
        .map((entry) => `${file}: ${entryOf(entry)}`),
      killed: entries
        .filter((entry) => found.some(({ mutant }) => isSame(entry, mutant)))
        .filter((entry) => !found.some(({ survived, mutant }) => survived && isSame(entry, mutant)))
        .map((entry) => `${file}: ${entryOf(entry)}`),
    };
  });
  return {
    unexplained: judged.flatMap(({ unexplained }) => unexplained),
    unknown: judged.flatMap(({ unknown }) => unknown),
    killed: judged.flatMap(({ killed }) => killed),
  };
};
