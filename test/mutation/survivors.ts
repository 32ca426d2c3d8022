import type { Explained } from "./explained.ts";

/** Reasons that several have. */
const FOR_THE_TYPE = "The route keys have both parts; the type of what a text is split into does not know that.";
const OWN_DEADLINE =
  "`beforeDeadline` makes its timer first, for half a second earlier: middy's, which the option spares, never rings.";

const WORDING =
  "A message for whoever debugs it. No line of the log has it: `describeCause` looks where it ends in the stack, and finds the same frames without it.";

const SPARES_THE_BYTES =
  "Without it the bytes of the contract's records are counted, which takes longer and says the same.";

const SPARES_THE_COUNT = "It only spares the count at the end, which takes longer and says the same.";

/** The mutants of `functions/` that stay alive, each with the reason, by file. */
export const survivors: Readonly<Record<string, readonly Explained[]>> = {
  "functions/oauth-token/app.ts": [
    {
      line: "middy<ApiEvent, ApiResult>({ timeoutEarlyInMillis: 0 })",
      code: "{ timeoutEarlyInMillis: 0 }",
      becomes: "{}",
      reason: OWN_DEADLINE,
    },
  ],
  "functions/oauth-token/provider.ts": [
    {
      line: "} catch {",
      code: "{",
      becomes: "{}",
      reason: "A function that ends without a value gives `undefined`, too.",
    },
  ],
  "functions/shared/characters.ts": [
    {
      line: "(value.length <= maximum || (value.length <= 2 * maximum && [...value].length <= maximum)) &&",
      code: "value.length <= maximum",
      becomes: "false",
      reason: SPARES_THE_COUNT,
    },
    {
      line: "(value.length <= maximum || (value.length <= 2 * maximum && [...value].length <= maximum)) &&",
      code: "value.length <= maximum",
      becomes: "value.length < maximum",
      reason: SPARES_THE_COUNT,
    },
    {
      line: "(value.length <= maximum || (value.length <= 2 * maximum && [...value].length <= maximum)) &&",
      code: "value.length <= 2 * maximum",
      becomes: "true",
      reason: SPARES_THE_COUNT,
    },
  ],
  "functions/shared/http/compress.ts": [
    {
      line: 'const { body = "" } = response;',
      code: '""',
      becomes: '"Stryker was here!"',
      reason: "Any text below 1,000 bytes is as good: it is only measured.",
    },
    {
      line: "gzip: (body) => zlib().gzipSync(body, { level: 6 }),",
      code: "{ level: 6 }",
      becomes: "{}",
      reason: "Level 6 is zlib's own default; it is written because it was chosen.",
    },
    {
      line: 'const preferredCoding = (acceptEncoding = ""): string => {',
      code: '""',
      becomes: '"Stryker was here!"',
      reason: "A header that names no coding of ours is as good as none.",
    },
    {
      line: 'return negotiation.encoding(["br", "gzip", "identity"], { preferred: ["br", "gzip"] }) ?? "identity";',
      code: '"identity"',
      becomes: '""',
      reason: "Neither of the two has an encoder, so that the body goes as it is.",
    },
  ],
  "functions/shared/aws/dynamodb.ts": [
    {
      line: 'if (typeof output !== "object" || output === null || Array.isArray(output)) throw new SyntaxError("No JSON object");',
      code: '"No JSON object"',
      becomes: '""',
      reason: WORDING,
    },
  ],
  "functions/shared/http/revalidate.ts": [
    {
      line: 'const matches = (ifNoneMatch = "", tag: string): boolean =>',
      code: '""',
      becomes: '"Stryker was here!"',
      reason: "Any text without a tag in quotes is as good as none.",
    },
  ],
  "functions/shared/auth/http-client.ts": [
    { line: 'super("No connection", { cause });', code: '"No connection"', becomes: '""', reason: WORDING },
    {
      line: 'limit(outgoing, attemptMs, "ETIME", "No whole answer in time");',
      code: '"No whole answer in time"',
      becomes: '""',
      reason: WORDING,
    },
    {
      line: 'const connected = limit(outgoing, milliseconds, "ETIMEDOUT", "No connection in time");',
      code: '"No connection in time"',
      becomes: '""',
      reason: WORDING,
    },
    {
      line: 'outgoing.on("close", () => answered || reject(failure("ECONNRESET", "No answer")));',
      code: '"No answer"',
      becomes: '""',
      reason: WORDING,
    },
  ],
  "functions/shared/http/http.ts": [
    {
      line: 'throw new ApiError("methodNotAllowed", { headers: { Allow: methods.join(", ") } });',
      code: '", "',
      becomes: '""',
      reason: "No path has two methods yet.",
    },
    {
      line: '`${[place, field.join(".")].filter(Boolean).join(" ")}: ${message}`;',
      code: '"."',
      becomes: '""',
      reason: "No request has a field within a field yet.",
    },
  ],
  "infra/store/commit.ts": [
    {
      line: '): Promise<ListState<Assignment>> => ({ version: "in memory", records: applied(records, step) });',
      code: '"in memory"',
      becomes: '""',
      reason: "Any text says that the list has a header now; none of it is written.",
    },
  ],
  "functions/shared/store/lists.ts": [
    {
      line: 'export const positionOf = (item: Item): number => Number(item["position"]?.N);',
      code: 'item["position"]?.N',
      becomes: 'item["position"].N',
      reason: "The position is a part of the table's key: each item has one; its type does not know that.",
    },
  ],
  "infra/store/plans.ts": [
    {
      line: "merge(records, () => false);",
      code: "() => false",
      becomes: "() => undefined",
      reason: "It is asked for its truth alone.",
    },
  ],
  "infra/store/replace.ts": [
    {
      line: "const newVersion = newIndex > index ? target[newIndex] : undefined;",
      code: "newIndex > index",
      becomes: "newIndex >= index",
      reason: "They differ only where a list has a serial twice: in which of the copies stays until the next step.",
    },
  ],
  "functions/shared/http/log-request.ts": [
    {
      line: 'const { message, stack = "" } = cause;',
      code: '""',
      becomes: '"Stryker was here!"',
      reason: "Any text without a line that begins with `at` has no frames to be told.",
    },
  ],
  "functions/shared/http/routes.ts": [
    {
      line: 'const [method = "", template = ""] = key.split(" ");',
      code: '""',
      becomes: '"Stryker was here!"',
      reason: FOR_THE_TYPE,
    },
  ],
  "infra/store/step-limits.ts": [
    {
      line: "const fitsByUpperBound = (puts: readonly Put<object>[]): boolean =>",
      code: "(puts: readonly Put<object>[]): boolean =>",
      becomes: "() => undefined",
      reason: SPARES_THE_BYTES,
    },
    {
      line: "puts.reduce((sum, { record }) => sum + 4 * JSON.stringify(record).length, 0),",
      code: "(sum, { record }) => sum + 4 * JSON.stringify(record).length",
      becomes: "() => undefined",
      reason: SPARES_THE_BYTES,
    },
    {
      line: "if (puts.length <= MAX_CHANGES && fitsByUpperBound(puts)) return puts;",
      code: "puts.length <= MAX_CHANGES && fitsByUpperBound(puts)",
      becomes: "false",
      reason: SPARES_THE_BYTES,
    },
    {
      line: "if (puts.length <= MAX_CHANGES && fitsByUpperBound(puts)) return puts;",
      code: "puts.length <= MAX_CHANGES",
      becomes: "true",
      reason: "`fitsByUpperBound` asks it, too; more records than that are then measured in vain.",
    },
    ...["puts.length < MAX_CHANGES", "puts.length > MAX_CHANGES"].map((becomes) => ({
      line: "if (puts.length <= MAX_CHANGES && fitsByUpperBound(puts)) return puts;",
      code: "puts.length <= MAX_CHANGES",
      becomes,
      reason: SPARES_THE_BYTES,
    })),
  ],
  "functions/webinar-activity/app.ts": [
    {
      line: "middy<ApiEvent, ApiResult>({ timeoutEarlyInMillis: 0 })",
      code: "{ timeoutEarlyInMillis: 0 }",
      becomes: "{}",
      reason: OWN_DEADLINE,
    },
  ],
  "functions/webinar-activity/links.ts": [
    {
      line: 'const [, template = ""] = routes.webinarActivity.split(" ");',
      code: '""',
      becomes: '"Stryker was here!"',
      reason: FOR_THE_TYPE,
    },
  ],
};
