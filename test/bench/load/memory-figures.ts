import { type Figure, median } from "../report.ts";
import type { Memory } from "./memory.ts";

/** Of one round. */
export type BeforeAndAfter = { readonly before: Memory; readonly after: Memory };

/** Of the instance that has grown most: later ones are not looked at, and none may have ended. */
const growth = ({ before, after }: BeforeAndAfter): number =>
  Math.max(...Object.entries(before.instances).map(([id, held]) => (after.instances[id] ?? Number.NaN) / held));

const ended = ({ before, after }: BeforeAndAfter): number =>
  Object.keys(before.instances).filter((id) => after.instances[id] === undefined).length;

/** What the instances hold, and the process in which they all are. */
export const memoryFigures = (where: string, rounds: readonly BeforeAndAfter[]): Figure[] => [
  {
    name: `${where}: heap of an instance before`,
    unit: "MiB",
    values: rounds.map(({ before }) => median(Object.values(before.instances))),
  },
  {
    name: `${where}: heap of the instance that grew most, after ÷ before`,
    unit: "times",
    values: rounds.map(growth),
    goal: { atMost: 1.1 },
  },
  { name: `${where}: instances that ended`, unit: "instances", values: rounds.map(ended), goal: { exactly: 0 } },
  { name: `${where}: resident memory before`, unit: "MiB", values: rounds.map(({ before }) => before.resident) },
  {
    name: `${where}: resident memory, after ÷ before`,
    unit: "times",
    values: rounds.map(({ before, after }) => after.resident / before.resident),
  },
];
