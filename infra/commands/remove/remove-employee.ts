import { employeesCategories } from "../../../functions/shared/store/categories.ts";
import type { Eraser } from "../../store/erase.ts";
import { CommandError } from "../terminal/command.ts";
import type { RemovalOptions } from "./options.ts";

type Collaborators = {
  readonly eraser: Eraser;
  /** Asks whether so much may be removed. */
  readonly confirm: (what: string) => Promise<boolean>;
};

/**
 * Removes all lists of an employee. What was removed before an interruption stays removed, and the same call goes on. None of
 * its texts has the employee's ID, which nobody may find later in a log of the terminal.
 *
 * @returns what was done, as a line for people
 * @throws {CommandError} where the table has nothing of the employee; what the eraser throws
 */
export const removeEmployee = async (
  { employeeID, companySerial, dryRun }: Pick<RemovalOptions, "employeeID" | "companySerial" | "dryRun">,
  { eraser, confirm }: Collaborators,
): Promise<string> => {
  const lists = employeesCategories.map((category) => ({ companySerial, category, employeeID }));
  const found: { list: (typeof lists)[number]; records: number }[] = [];
  let removedBefore = false;
  for (const list of lists) {
    const { state, items } = await eraser.look(list);
    if (state === "removed") removedBefore = true;
    if (state === "there") found.push({ list, records: items });
  }
  if (found.length === 0) {
    if (removedBefore) return "The employee is removed already.";
    throw new CommandError(`Company ${companySerial} has no such employee. Nothing was written.`);
  }
  const what = found.map(({ list, records }) => `${list.category.name} (${counted(records)})`).join(", ");
  if (dryRun) return `This would remove these lists: ${what}. Nothing was written.`;
  if (!(await confirm(what))) return "Nothing was written.";
  for (const { list } of found) await eraser.erase(list);
  return `These lists are removed: ${what}.`;
};

const counted = (records: number): string => `${records.toLocaleString("en")} record${records === 1 ? "" : "s"}`;
