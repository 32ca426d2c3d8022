/**
 * A process that never compressed anything: `node first-child.ts CODING RECORDS` sends how many milliseconds zlib took
 * to load, and the first body after it.
 */
import { bodyOf } from "./bodies.ts";
import { codingOf } from "./codings.ts";

const [, , name = "", records] = process.argv;
const { code } = codingOf(name);
const body = bodyOf(Number(records), 1);
const started = performance.now();
process.getBuiltinModule("node:zlib");
const loaded = performance.now();
await code(body);
const coded = performance.now();
process.send?.({ load: loaded - started, first: coded - loaded });
