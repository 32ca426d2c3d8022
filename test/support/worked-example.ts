import { existsSync, readFileSync } from "node:fs";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

type Edit = { readonly path: string; readonly before: string; readonly after: string };

const text = readFileSync(join(import.meta.dirname, "../../CONTRIBUTING.md"), "utf8");

/** The lines of a diff that start with one of these characters, without it. */
const linesWith = (diff: string, marks: string): string =>
  diff
    .replace(/\n$/, "")
    .split("\n")
    // An empty line is one of the file's.
    .filter((line) => marks.includes(line[0] ?? " "))
    .map((line) => `${line.slice(1)}\n`)
    .join("");

/** The edits of a worked example in CONTRIBUTING.md, in order: each file in bold, with its diffs below. */
export const editsOf = (heading: string): Edit[] => {
  const [section = ""] = (text.split(`\n## ${heading}\n`)[1] ?? "").split("\n## ");
  return section
    .split(/^\*\*\d+\. `/m)
    .slice(1)
    .flatMap((step) => {
      const path = step.slice(0, step.indexOf("`"));
      return [...step.matchAll(/^```diff\n(.*?)^```$/gms)].map(([, diff = ""]) => ({
        path,
        before: linesWith(diff, " -"),
        after: linesWith(diff, " +"),
      }));
    });
};

/**
 * Makes an edit in a copy of the project: everywhere in the file where the text before stands, which must be somewhere. A
 * diff of new lines alone makes the file, or stands at its end.
 */
export const makeEdit = async (copy: string, { path, before, after }: Edit): Promise<void> => {
  const file = join(copy, path);
  if (before === "") {
    await mkdir(dirname(file), { recursive: true });
    return appendFile(file, after);
  }
  const content = existsSync(file) ? await readFile(file, "utf8") : "";
  if (!content.includes(before)) throw new Error(`CONTRIBUTING.md is wrong: ${path} does not have\n${before}`);
  await writeFile(
    file,
    content.replaceAll(before, () => after),
  );
};
