import { createHmac, randomBytes } from "node:crypto";
import type { Credentials } from "./provider.ts";

/**
 * Names a pair of credentials without keeping it: by HMAC-SHA-256 under a random key that exists only in this instance.
 * Two pairs are compared by such names, so how long that takes says nothing about a secret, and nobody can try out secrets
 * on a name.
 *
 * @returns a function that gives the name of a pair
 */
export const createCredentialKey = () => {
  const key = randomBytes(32);
  return ({ clientID, clientSecret }: Credentials): string =>
    createHmac("sha256", key)
      .update(JSON.stringify([clientID, clientSecret]))
      .digest("base64");
};
