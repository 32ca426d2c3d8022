import type { Figure } from "../report.ts";
import type { Memory } from "./memory.ts";

/** Of one round. */
export type BeforeAndAfter = { readonly before: Memory; readonly after: Memory };

/** Of the instance that holds most: one that was idle until now only comes to hold what the others do. */
const mostHeld = ({ instances }: Memory): number => Math.max(...Object.values(instances));

const ended = ({ before, after }: BeforeAndAfter): number =>
  Object.keys(before.instances).filter((id) => after.instances[id] === undefined).length;

/** What the instances hold, and the process in which they all are. */
export const memoryFigures = (where: string, rounds: readonly BeforeAndAfter[]): Figure[] => [
  {
    name: `${where}: most that an instance holds before`,
    unit: "MiB",
    values: rounds.map(({ before }) => mostHeld(before)),
  },
  {
    name: `${where}: most that an instance holds, after ÷ before`,
    unit: "times",
    values: rounds.map(({ before, after }) => mostHeld(after) / mostHeld(before)),
    goal: { atMost: 1.1 },
  },
  { name: `${where}: instances that ended`, unit: "instances", values: rounds.map(ended), goal: { exactly: 0 } },
  { name: `${where}: resident memory before`, unit: "MiB", values: rounds.map(({ before }) => before.resident) },
  {
    name: `${where}: resident memory, after ÷ before`,
    unit: "times",
    values: rounds.map(({ before, after }) => after.resident / before.resident),
    goal: { atMost: 1.2 },
  },
];
