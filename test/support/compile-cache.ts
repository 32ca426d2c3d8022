import { join } from "node:path";

/** For the environment of a child process: with it Node.js starts a command in half the time, and tests start hundreds. */
export const compileCache = { NODE_COMPILE_CACHE: join(import.meta.dirname, "../../node_modules/.cache/node") };
