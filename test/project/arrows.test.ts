import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** What a file imports, types included: its own project's files by their path from the root, packages by their name. */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name = ""]) =>
    name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name,
  );

const arrows = globSync("{functions,infra,test}/**/*.ts", { cwd: root, exclude: ["**/node_modules/**"] }).flatMap(
  (from) => importsOf(from).map((to) => ({ from, to })),
);

const forbidden = (breaks: (arrow: { from: string; to: string }) => boolean) =>
  arrows.filter(breaks).map(({ from, to }) => `${from} → ${to}`);

const functionOf = (file: string) => /^functions\/(?!shared\/)([^/]+)\//.exec(file)?.[1];

/** The files that `entry` needs, itself included. */
const reachableFrom = (entry: string): Set<string> => {
  const reached = new Set([entry]);
  for (const file of reached) for (const { from, to } of arrows) if (from === file) reached.add(to);
  return reached;
};

/**
 * Where a file belongs: a folder of `functions/shared`, a function, or a part of `infra/`. A command's own file belongs to
 * the command's folder; any other file that lies above the rooms is one of its own.
 */
const roomOf = (file: string): string => {
  const found =
    /^functions\/shared\/[^/]+(?=\/)/.exec(file) ??
    /^functions\/(?!shared\/)[^/]+(?=\/)/.exec(file) ??
    /^infra\/commands\/(?:terminal|connection|import|export|client|smoke)(?=\/|\.ts$)/.exec(file) ??
    /^infra\/[^/]+(?=\/)/.exec(file);
  return found?.[0] ?? file;
};

type Arrow = { from: string; to: string };

/**
 * @param placeOf what a circle is made of: the files themselves, or their rooms
 * @returns each circle, as the imports of files that lead once round it
 */
const circlesOf = (imports: readonly Arrow[], placeOf: (file: string) => string): string[] => {
  const steps = new Map<string, Map<string, Arrow>>();
  for (const arrow of imports) {
    const [from, to] = [placeOf(arrow.from), placeOf(arrow.to)];
    if (from !== to) steps.set(from, (steps.get(from) ?? new Map<string, Arrow>()).set(to, arrow));
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const follow = (place: string, path: readonly string[], taken: readonly Arrow[]): void => {
    if (path.includes(place)) {
      const circle = taken.slice(path.indexOf(place));
      circles.push(circle.map(({ from, to }) => `${from} → ${to}`).join(", "));
    } else if (!done.has(place)) {
      for (const [next, arrow] of steps.get(place) ?? []) follow(next, [...path, place], [...taken, arrow]);
      done.add(place);
    }
  };
  for (const place of steps.keys()) follow(place, [], []);
  return circles;
};

const shipped = arrows.filter(({ from, to }) => [from, to].every((file) => /^(functions|infra)\//.test(file)));

/** The rooms of `infra/` from the lowest to the highest: each imports from those below it. */
const INFRA_LEVELS = [["stack", "store"], ["reference"], ["local"], ["commands"]];
const levelOf = (file: string): number =>
  INFRA_LEVELS.findIndex((rooms) => rooms.some((room) => file.startsWith(`infra/${room}/`)));

describe("imports", () => {
  it("are found at all", () => {
    expect(arrows).toContainEqual({ from: "functions/course-activity/app.ts", to: "functions/shared/http/chain.ts" });
    expect(arrows).toContainEqual({ from: "functions/course-activity/contract.ts", to: "zod/mini" });
  });

  it("of functions/ never lead to infra/ or test/", () => {
    expect(forbidden(({ from, to }) => from.startsWith("functions/") && /^(infra|test)\//.test(to))).toEqual([]);
  });

  it("of infra/ never lead to test/", () => {
    expect(forbidden(({ from, to }) => from.startsWith("infra/") && to.startsWith("test/"))).toEqual([]);
  });

  it("never lead from one function, or from what they share, to a function", () => {
    expect(
      forbidden(({ from, to }) => {
        const target = functionOf(to);
        return target !== undefined && from.startsWith("functions/") && functionOf(from) !== target;
      }),
    ).toEqual([]);
  });

  it("of a contract.ts lead to zod and the shared schemas alone", () => {
    const allowed = ["zod/mini", "functions/shared/characters.ts", "functions/shared/assignment-fields.ts"];
    expect(forbidden(({ from, to }) => from.endsWith("/contract.ts") && !allowed.includes(to))).toEqual([]);
  });

  it("never lead to an entry, but for the test that starts one", () => {
    expect(
      forbidden(({ from, to }) => /^functions\/[^/]+\/index\.ts$/.test(to) && from !== "test/functions/entry.test.ts"),
    ).toEqual([]);
  });

  it("form no circle of files", () => {
    expect(circlesOf(shipped, (file) => file)).toEqual([]);
  });

  it("form no circle of rooms in infra/", () => {
    expect(
      circlesOf(
        shipped.filter(({ from }) => from.startsWith("infra/")),
        roomOf,
      ),
    ).toEqual([]);
  });

  it("form no circle of rooms in functions/", () => {
    expect(
      circlesOf(
        shipped.filter(({ from }) => from.startsWith("functions/")),
        roomOf,
      ),
    ).toEqual([]);
  });

  it("that form a circle are told", () => {
    const circle = [
      { from: "functions/shared/http/a.ts", to: "functions/shared/errors/b.ts" },
      { from: "functions/shared/errors/c.ts", to: "functions/shared/http/d.ts" },
    ];
    expect(circlesOf(circle, (file) => file)).toEqual([]);
    expect(circlesOf(circle, roomOf)).toEqual([
      "functions/shared/http/a.ts → functions/shared/errors/b.ts, functions/shared/errors/c.ts → functions/shared/http/d.ts",
    ]);
    const command = [{ from: "infra/commands/import.ts", to: "infra/commands/import/run.ts" }];
    expect(
      circlesOf([...command, { from: "infra/commands/import/run.ts", to: "infra/commands/import.ts" }], roomOf),
    ).toEqual([]);
  });

  it("of a room of infra/ lead down: to stack and store, then reference, then local, then commands", () => {
    const inRooms = ({ from, to }: Arrow) => levelOf(from) >= 0 && levelOf(to) >= 0;
    expect(
      forbidden(
        (arrow) => inRooms(arrow) && roomOf(arrow.from) !== roomOf(arrow.to) && levelOf(arrow.to) > levelOf(arrow.from),
      ),
    ).toEqual([]);
    expect(
      forbidden(({ from, to }) => from === "infra/app.ts" && to.startsWith("infra/") && !to.startsWith("infra/stack/")),
    ).toEqual([]);
    expect(forbidden(({ to }) => to === "infra/app.ts")).toEqual([]);
  });

  it("of what is deployed lead neither to the local stack nor to the reference, which it serves", () => {
    const deployed = reachableFrom("infra/app.ts");
    expect(deployed).toContain("infra/stack/api.ts");
    expect([...deployed].filter((file) => /^infra\/(local|reference)\//.test(file))).toEqual([]);
    expect(reachableFrom("infra/local/serve.ts")).toContain("infra/reference/site.ts");
  });

  it("of a function's app.ts lead to no AWS SDK client, which its entry makes", () => {
    expect(forbidden(({ from, to }) => /\/app\.ts$/.test(from) && to.startsWith("@aws-sdk/"))).toEqual([]);
  });
});
