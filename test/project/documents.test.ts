import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const { scripts } = JSON.parse(read("package.json"));

const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, "");

/** As GitHub makes anchors. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");

const anchorsOf = (path: string): string[] =>
  [...withoutCode(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "infra/DEPLOYMENT.md",
  "infra/IMPORT.md",
  "infra/OPERATIONS.md",
  "test/README.md",
  "test/bench/README.md",
];

describe.each(documents)("%s", (document) => {
  const text = read(document);

  it("links only to files and headings that are there", () => {
    const links = [...text.matchAll(/\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)/g)];
    expect(links).not.toHaveLength(0);
    for (const [link, file = "", anchor = ""] of links) {
      const path = file === "" ? document : join(dirname(document), file);
      expect(existsSync(join(root, path)), link).toBe(true);
      if (anchor !== "") expect(anchorsOf(path), link).toContain(anchor);
    }
  });

  it("names only scripts that package.json has", () => {
    const run = [...text.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(run));
  });
});
