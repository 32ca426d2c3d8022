import type { Explained } from "./explained.ts";

/** The mutants of `functions/` that stay alive, each with the reason, by file. */
export const survivors: Readonly<Record<string, readonly Explained[]>> = {};
