import * as z from "zod/mini";
import { requiredString } from "../shared/characters.ts";

/** Printable ASCII, RFC 6749's VSCHAR, which client IDs and secrets are made of. */
const credential = (maximum: number) => {
  const rule = `must be 1 to ${maximum} printable ASCII characters`;
  return requiredString(rule).check(
    z.regex(/^[\x20-\x7e]+$/, { error: rule, abort: true }),
    z.maxLength(maximum, rule),
  );
};

/** What a request for an access token must be. */
export const tokenRequest = z.object({
  body: z.object(
    {
      clientID: credential(256),
      clientSecret: credential(1_024),
      grantType: z.literal("client_credentials", { error: 'must be "client_credentials"' }),
    },
    { error: "must be a JSON object with clientID, clientSecret and grantType" },
  ),
});
export type TokenRequest = z.output<typeof tokenRequest>;

/** The body of a successful answer. */
export const tokenResponse = z.object({
  status: z.literal("success"),
  message: z.literal("success"),
  data: z.object({
    accessToken: z.string(),
    /** Seconds, as a string. */
    expiresIn: z.string().check(z.regex(/^[0-9]+$/)),
    tokenType: z.literal("bearer"),
  }),
});
export type TokenResponse = z.output<typeof tokenResponse>;

/** The answer of an OpenID provider (RFC 6749, section 5.1), but for `expires_in`, which `provider.ts` reads. */
export const accessTokenResponse = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.optional(z.unknown()),
  token_type: z.string().check(z.regex(/^bearer$/i)),
});
export type AccessTokenResponse = z.output<typeof accessTokenResponse>;

/** The provider's answer when it refuses (section 5.2). */
export const errorResponse = z.object({ error: z.string() });
