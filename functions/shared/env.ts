/**
 * Reads environment variables by name.
 *
 * @param names the variables that must be set; an empty value counts as missing
 * @returns their values under the same names
 * @throws {Error} naming every variable that is missing, so that a wrong deployment stops at its first cold start
 */
export const requireEnvironment = <Name extends string>(...names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Missing in the environment: ${missing.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
};

/** @returns the variable's value, or `undefined` where it is missing or empty */
export const optionalEnvironment = (name: string): string | undefined => process.env[name] || undefined;
