import type { Resources } from "./stack.ts";

/** All references in a value by `Ref`, `Fn::GetAtt` and `Fn::Sub`, at any depth. */
const referencesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === "Ref") return [String(argument)];
    if (key === "Fn::GetAtt") return [String([argument].flat()[0])];
    if (key === "Fn::Sub") {
      const [text, ...more] = [argument].flat();
      const names = [...String(text).matchAll(/\$\{([\w:]+)/g)].map(([, name = ""]) => name);
      return [...names, ...referencesIn(more)];
    }
    return referencesIn(argument);
  });
};

/**
 * The resources that CloudFormation creates before each resource. An `UpdatePolicy` counts: an alias depends on the
 * deployment group that moves it.
 */
const dependencies = (resources: Resources): Map<string, readonly string[]> =>
  new Map(
    Object.entries(resources).map(([id, { Properties, UpdatePolicy, DependsOn = [] }]) => [
      id,
      [...referencesIn(Properties), ...referencesIn(UpdatePolicy), ...DependsOn].filter((to) => to in resources),
    ]),
  );

/** @returns the logical IDs of a cycle, in order; `undefined` if there is none */
export const cycleIn = (resources: Resources): string[] | undefined => {
  const edges = dependencies(resources);
  const withoutCycle = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return path.slice(path.indexOf(id));
    if (withoutCycle.has(id)) return undefined;
    for (const to of edges.get(id) ?? []) {
      const cycle = visit(to, [...path, id]);
      if (cycle) return cycle;
    }
    withoutCycle.add(id);
    return undefined;
  };
  for (const id of edges.keys()) {
    const cycle = visit(id, []);
    if (cycle) return cycle;
  }
  return undefined;
};
