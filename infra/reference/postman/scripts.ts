import { readFileSync } from "node:fs";
import { join } from "node:path";

type ScriptName = "contract" | "get-token" | "keep-token" | "next-page" | "page" | "token";

/** The text of a script in `scripts/`; `pm` is Postman's global. */
export const script = (name: ScriptName): string =>
  readFileSync(join(import.meta.dirname, `scripts/${name}.js`), "utf8").trimEnd();

/** @returns a line that defines a constant for the scripts after it */
export const constant = (name: string, value: unknown): string => `const ${name} = ${JSON.stringify(value)};`;

/**
 * Scripts of a request, a folder or the collection.
 *
 * @param listen when the scripts run: before the request, or after the answer
 */
export const event = (listen: "prerequest" | "test", ...parts: readonly string[]) => ({
  listen,
  script: { type: "text/javascript", exec: parts.join("\n\n").split("\n") },
});
