import { clientFor } from "./engines.ts";

type Call = { readonly name: string; readonly input: Record<string, unknown> };

/** A client for an engine that records each call, and the maximum number of concurrent calls. */
export const countingClient = (url: string) => {
  const dynamodb = clientFor(url);
  const counting = { dynamodb, calls: [] as Call[], mostAtOnce: 0 };
  let underWay = 0;
  dynamodb.middlewareStack.add(
    (next, context) => async (args) => {
      counting.calls.push({ name: `${context.commandName}`, input: { ...args.input } });
      underWay += 1;
      counting.mostAtOnce = Math.max(counting.mostAtOnce, underWay);
      try {
        return await next(args);
      } finally {
        underWay -= 1;
      }
    },
    { step: "initialize", name: "count" },
  );
  return counting;
};
