import { ageOf, type Moment, moment } from "../shared/age.ts";
import { createCredentialKey } from "./credential-key.ts";
import type { Credentials, IssuedToken, TokenProvider } from "./provider.ts";

/** At about 1 kB a token, 1 MB. The pair that has been kept longest makes room. */
const MAX_KEPT = 1_000;
/** Milliseconds that a client's other secrets are still answered from here once one of its secrets got a token. */
const OTHER_SECRET_MS = 60_000;

/** A token, and whether it cost a call: `issued` by the provider just now, or `kept` here. */
export type GivenToken = IssuedToken & { readonly grant: "issued" | "kept" };

type Entry = {
  readonly askedAt: Moment;
  readonly issued: Promise<IssuedToken>;
  /** The client's name, whatever the secret. */
  readonly client: string;
  /** The token's life in seconds, as soon as it is known. */
  life?: number;
  /** The age in milliseconds from which the provider is asked again. */
  maxAge: number;
};

/**
 * Gives an issued token again to the same credentials while more than a quarter of its life is left, since providers bill
 * tokens by the piece. Equal requests at the same time share one call. A failure is not kept, and neither is a secret.
 *
 * A new secret works at once: it has another name, so the provider is asked. An old one is given its kept token for at most
 * 60 seconds after this instance got a token with another secret of the client, and otherwise up to three quarters of the
 * token's life. To ask the provider each minute would end that, at the price of a token each minute; and the token is one
 * that the old secret had already, which ends when it would have ended without this. Only disabling the client ends it
 * at once, as for all its tokens.
 *
 * @param issue asks the provider
 * @returns the same, with the seconds that are left of the token's life
 */
export const keepTokens = (issue: TokenProvider["issue"]) => {
  const keyOf = createCredentialKey();
  const entries = new Map<string, Entry>();

  const ask = (key: string, credentials: Credentials): Entry => {
    const entry: Entry = {
      askedAt: moment(),
      issued: issue(credentials),
      client: keyOf({ ...credentials, clientSecret: "" }),
      maxAge: Number.POSITIVE_INFINITY,
    };
    entries.delete(key);
    entries.set(key, entry);
    entry.issued.then(
      ({ expiresIn }) => {
        entry.life = expiresIn;
        // Only now: a wrong secret takes no other client's place.
        if (entries.size > MAX_KEPT) entries.delete(`${entries.keys().next().value}`);
        for (const other of entries.values()) {
          if (other.client === entry.client && other !== entry) {
            other.maxAge = Math.min(other.maxAge, ageOf(other.askedAt) + OTHER_SECRET_MS);
          }
        }
      },
      () => entries.get(key) === entry && entries.delete(key),
    );
    return entry;
  };

  const give = async (credentials: Credentials): Promise<GivenToken> => {
    const key = keyOf(credentials);
    const known = entries.get(key);
    if (!known || !isUsable(known)) return { ...(await ask(key, credentials).issued), grant: "issued" };
    const { accessToken, expiresIn } = await known.issued;
    // The wait for it may be longer than its life.
    if (!isUsable(known)) return give(credentials);
    return { accessToken, expiresIn: secondsLeft(known, expiresIn), grant: "kept" };
  };
  return give;
};

const secondsLeft = ({ askedAt }: Entry, life: number): number => Math.floor(life - ageOf(askedAt) / 1_000);

/** Whether the provider need not be asked: more than a quarter of the life is left, or the answer is still awaited. */
const isUsable = (entry: Entry): boolean =>
  entry.life === undefined || (secondsLeft(entry, entry.life) > entry.life / 4 && ageOf(entry.askedAt) < entry.maxAge);
