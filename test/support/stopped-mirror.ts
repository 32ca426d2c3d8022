import { vi } from "vitest";
import { MIRROR_SCRIPT, type MirrorSettings, mirrorEnvironment } from "./mirror.ts";

let runs = 0;

/**
 * Runs the mirror in this process up to one of its requests, at which it waits for ever: what its database holds then is what
 * it would hold after a kill.
 *
 * @param options counted from 1, the token's among them; and whether the API has answered it
 * @returns whether it came so far
 */
export const stopMirror = async (
  file: string,
  settings: MirrorSettings,
  { request, answered }: { readonly request: number; readonly answered: boolean },
): Promise<boolean> => {
  const ask = fetch;
  const stopped = Promise.withResolvers<boolean>();
  let asked = 0;
  vi.stubGlobal("fetch", async (...sent: Parameters<typeof fetch>) => {
    asked += 1;
    if (asked < request) return ask(...sent);
    if (answered) await ask(...sent);
    stopped.resolve(true);
    return new Promise(() => {});
  });
  for (const [name, value] of Object.entries(mirrorEnvironment(settings))) vi.stubEnv(name, value);
  const [, , ...parameters] = process.argv;
  process.argv.splice(2, parameters.length, file);
  runs += 1;
  try {
    // With a query, so that it is loaded anew.
    const ended = import(`${MIRROR_SCRIPT}?run=${runs}`).then(() => false);
    return await Promise.race([stopped.promise, ended]);
  } finally {
    process.argv.splice(2, 1, ...parameters);
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  }
};
