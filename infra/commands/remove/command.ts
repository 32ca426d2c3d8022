import { createEraser } from "../../store/erase.ts";
import { connect } from "../connection/connect.ts";
import { ask, canAsk } from "../terminal/ask.ts";
import { CommandError } from "../terminal/command.ts";
import { onInterrupt } from "../terminal/interrupt.ts";
import { createPatience } from "../terminal/patience.ts";
import type { RemovalOptions } from "./options.ts";
import { removeEmployee } from "./remove-employee.ts";

const say = (line: string): void => console.error(line);

/** `npm run import -- --remove-employee ID --company SERIAL`. @returns the exit code */
export const runRemoval = async (options: RemovalOptions): Promise<number> => {
  const signal = onInterrupt(() => say("Interrupted. Run the same command again: it goes on from here."));
  const { dynamodb, table, close } = await connect(options.connection, { say, signal });
  const confirm = async (what: string): Promise<boolean> => {
    if (options.yes) return true;
    if (canAsk()) return ask(`This removes these lists of the employee: ${what}. Go on?`, signal);
    throw new CommandError("There is no terminal to ask on. Nothing was written; --yes removes.");
  };
  try {
    const eraser = createEraser(dynamodb, table, createPatience({ say, signal }));
    console.log(await removeEmployee(options, { eraser, confirm }));
    return 0;
  } finally {
    close();
  }
};
