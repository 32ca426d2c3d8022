import { clientFor } from "./engines.ts";

/** A client for an engine. Its commands of one name fail with the result of `failure`, unless that is undefined. */
export const failingClient = (url: string, commandName: string, failure: (call: number) => unknown) => {
  const dynamodb = clientFor(url);
  const counted = { dynamodb, calls: 0 };
  dynamodb.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== commandName) return next(args);
      counted.calls += 1;
      const error = failure(counted.calls);
      if (error !== undefined) throw error;
      return next(args);
    },
    { step: "initialize", name: "fail" },
  );
  return counted;
};
