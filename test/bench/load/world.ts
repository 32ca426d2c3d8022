import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as z from "zod/mini";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { sampleClients } from "../../../infra/reference/sample.ts";
import type { FaultName } from "./faults.ts";
import type { Memory } from "./memory.ts";
import type { Question, Reply, Started } from "./stack-process.ts";

export type World = Started & {
  /** @throws {Error} if the process ends */
  memory(): Promise<Memory>;
  /** Every n-th call meets the fault, from when this resolves until the next one; without one, everything is well. */
  fault(name?: FaultName, everyNth?: number): Promise<void>;
  /** An access token of one of the sample's clients. */
  token(clientID: string): Promise<string>;
  stop(): Promise<void>;
};

/** The local stack in a process of its own; the signal kills it. */
export const startWorld = async (signal: AbortSignal): Promise<World> => {
  const stack = fork(join(import.meta.dirname, "stack-process.ts"), { signal, killSignal: "SIGKILL" });
  const ended = once(stack, "exit").then(
    ([code]) => Promise.reject(new Error(`The local stack ended with code ${code}`)),
    (error: unknown) => Promise.reject(error),
  );
  ended.catch(() => {});
  const message = async () => (await Promise.race([once(stack, "message"), ended]))[0];
  const ask = async (question: Question): Promise<Reply> => {
    stack.send(question);
    return message();
  };
  const started: Started = await message();
  return {
    ...started,
    async memory() {
      const { memory } = await ask({ ask: "memory" });
      if (!memory) throw new Error("The local stack did not say what it holds");
      return memory;
    },
    async fault(name, everyNth = 1) {
      await ask(name ? { ask: "fault", fault: { name, everyNth } } : { ask: "fault" });
    },
    async token(clientID) {
      const clientSecret = sampleClients.find((client) => client.clientID === clientID)?.clientSecret;
      const answer = await fetch(`${started.url}/oauth/token`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }),
        signal,
      });
      return z.parse(tokenResponse, await answer.json()).data.accessToken;
    },
    async stop() {
      stack.kill("SIGKILL");
      await ended.catch(() => {});
    },
  };
};
