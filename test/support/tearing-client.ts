import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { clientFor } from "./engines.ts";

type Item = Record<string, AttributeValue>;
export type Tear = (items: Item[]) => Item[];
/** The output of a `Query` or a `GetItem`. */
type Output = { Items?: Item[]; Item?: Item };

const position = (item: Item) => Number(item["position"]?.N);

/** The effects of a half-done step on a concurrent read. */
export const tears: Record<string, Tear> = {
  "the new header without its items": (items) => items.filter((item) => position(item) === 0).map(grown),
  "the items without the header": (items) => items.filter((item) => position(item) !== 0),
  "a hole": (items) => items.filter((item) => position(item) % 10 !== 4),
  "a tail that was already deleted": (items) => items.filter((item) => position(item) === 0 || position(item) % 10 < 7),
  "items that the header does not count yet": (items) => items.map(shrunk),
};

const withTotal = (item: Item, change: number): Item =>
  position(item) === 0 ? { ...item, total: { N: `${Math.max(0, Number(item["total"]?.N) + change)}` } } : item;
const grown = (item: Item) => withTotal(item, 10);
const shrunk = (item: Item) => withTotal(item, -25);

/** Applies a tear to the output of a read. */
export const tearOutput = (output: Output, tear: Tear): void => {
  if (output.Items) output.Items = tear(output.Items);
  if (output.Item) {
    const [torn] = tear([output.Item]);
    if (torn) output.Item = torn;
    else delete output.Item;
  }
};

/**
 * A client between store and engine that tears the results of the first `times` reads of a page, as they may be during a
 * transaction or from a replica that is behind. `calls` has whether each call was strongly consistent.
 */
export const tearingClient = (url: string, tear: Tear, times: number) => {
  const dynamodb = clientFor(url);
  const calls: { name: string; consistent: boolean }[] = [];
  const seen = { QueryCommand: 0, GetItemCommand: 0 };
  dynamodb.middlewareStack.add(
    (next, context) => async (args) => {
      const name = context.commandName as keyof typeof seen;
      const result = await next(args);
      calls.push({ name, consistent: "ConsistentRead" in args.input && args.input.ConsistentRead === true });
      seen[name] += 1;
      if (seen[name] > times) return result;
      tearOutput(result.output as Output, tear);
      return result;
    },
    { step: "initialize", name: "tear" },
  );
  return { dynamodb, calls };
};
