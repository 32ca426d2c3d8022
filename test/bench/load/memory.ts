import { Session } from "node:inspector";

/** In MiB, after garbage collection. */
export type Memory = {
  /** Of each instance, by its thread's ID: its heap and its buffers. */
  readonly instances: Readonly<Record<string, number>>;
  /** Of the whole process: gateway, engine, provider and all instances. */
  readonly resident: number;
};

type Attached = {
  readonly params: { readonly sessionId: string; readonly workerInfo: { readonly workerId: string } };
};
type Received = { readonly params: { readonly sessionId: string; readonly message: string } };
type HeapUsage = { readonly usedSize: number; readonly backingStorageSize: number };

const MIB = 2 ** 20;

/**
 * What this process and its worker threads hold. Through the inspector, because nothing else can have another thread
 * collect its garbage and say what is left.
 */
export const memoryHeld = async (): Promise<Memory> => {
  const session = new Session();
  session.connect();
  const workers: Attached["params"][] = [];
  const answers = new Map<string, (message: string) => void>();
  session.on("NodeWorker.attachedToWorker", ({ params }: Attached) => void workers.push(params));
  session.on("NodeWorker.receivedMessageFromWorker", ({ params: { sessionId, message } }: Received) => {
    answers.get(`${sessionId}/${JSON.parse(message).id}`)?.(message);
  });
  const post = (method: string, params?: object): Promise<void> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve()));
    });
  let id = 0;
  const ask = async (sessionId: string, method: string): Promise<unknown> => {
    id += 1;
    const { promise, resolve } = Promise.withResolvers<string>();
    answers.set(`${sessionId}/${id}`, resolve);
    await post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id, method }) });
    return JSON.parse(await promise).result;
  };

  try {
    await post("NodeWorker.enable", { waitForDebuggerOnStart: false });
    await post("HeapProfiler.collectGarbage");
    const instances: Record<string, number> = {};
    for (const { sessionId, workerInfo } of workers) {
      await ask(sessionId, "HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize } = (await ask(sessionId, "Runtime.getHeapUsage")) as HeapUsage;
      instances[workerInfo.workerId] = (usedSize + backingStorageSize) / MIB;
    }
    await post("NodeWorker.disable");
    return { instances, resident: process.memoryUsage.rss() / MIB };
  } finally {
    session.disconnect();
  }
};
