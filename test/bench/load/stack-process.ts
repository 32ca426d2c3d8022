/**
 * The local stack in a process of its own, with a wire in front of the engine and of the provider: `fork` it. It sends
 * where it listens, answers what it is asked, and ends with its parent.
 */
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { type FaultName, faults } from "./faults.ts";
import { type Memory, memoryHeld } from "./memory.ts";
import { startWire, type Wire } from "./wire.ts";

/** A fault that every n-th call meets; without one everything is well again. */
export type Question =
  | { readonly ask: "memory" }
  | { readonly ask: "fault"; readonly fault?: { readonly name: FaultName; readonly everyNth: number } };
export type Reply = { readonly memory?: Memory };
export type Started = Pick<Stack, "url" | "dynamodbUrl" | "issuer">;

const MAX_TOLD = 5;

// Ctrl-C reaches the whole group of processes; the parent decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit());

/** The first few errors that are none of those which a fault may bring about. */
function tellOfErrors() {
  let told = 0;
  return (line: string): void => {
    if (told === MAX_TOLD || !line.includes('"level":"ERROR"')) return;
    const { message } = JSON.parse(line);
    if (message?.errorCode === 160 || message?.errorCode === 161) return;
    told += 1;
    console.error(line);
  };
}

let dynamodb: Wire;
let provider: Wire;

const stack = await startStack({
  log: tellOfErrors(),
  async endpoints(real) {
    dynamodb = await startWire(real.dynamodb);
    provider = await startWire(new URL(real.token).origin);
    const atProvider = (url: string) => `${provider.url}${new URL(url).pathname}`;
    return { dynamodb: dynamodb.url, jwks: atProvider(real.jwks), token: atProvider(real.token) };
  },
});

const answer = async (question: Question): Promise<Reply> => {
  if (question.ask === "memory") return { memory: await memoryHeld() };
  const { name, everyNth } = question.fault ?? {};
  const { target, treatment } = name ? faults[name] : {};
  dynamodb.treat(target === "DynamoDB" && treatment && everyNth ? { treatment, everyNth } : undefined);
  provider.treat(target === "the provider" && treatment && everyNth ? { treatment, everyNth } : undefined);
  return {};
};

process.on("message", async (question: Question) => process.send?.(await answer(question)));
process.send?.({ url: stack.url, dynamodbUrl: stack.dynamodbUrl, issuer: stack.issuer } satisfies Started);
