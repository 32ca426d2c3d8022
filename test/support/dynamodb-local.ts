import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const JAR = "DynamoDBLocal.jar";
const START_TIMEOUT_MS = 60_000;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

/** Rejects if there is no Java. */
const startJava = async (directory: string, port: number): Promise<ChildProcess> => {
  const engine = ["-Djava.library.path=DynamoDBLocal_lib", `-Djava.io.tmpdir=${tmpdir()}`, "-jar", JAR];
  const flags = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)];
  const java = spawn("java", [...engine, ...flags], { cwd: directory, stdio: ["ignore", "ignore", "inherit"] });
  await once(java, "spawn");
  return java;
};

/** Any answer means that it is ready: it refuses a request without a signature. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

const untilItAnswers = async (java: ChildProcess, url: string): Promise<void> => {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(url))) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with code ${java.exitCode} before it answered`);
    if (Date.now() > deadline) throw new Error(`DynamoDB Local did not answer within ${START_TIMEOUT_MS} ms`);
    await pause(100);
  }
};

/**
 * Starts AWS's DynamoDB Local, in memory, on a free port of loopback. Needs Java 17 on the PATH.
 *
 * @param directory the folder with the unpacked engine
 * @throws {Error} if there is no jar or no Java, or if the engine does not answer within 30 seconds
 */
export const startDynamoDBLocal = async (directory: string): Promise<{ url: string; stop(): Promise<void> }> => {
  if (!existsSync(join(directory, JAR))) {
    throw new Error(`DYNAMODB_LOCAL_DIR is ${directory}, where there is no ${JAR}`);
  }
  const port = await freePort();
  const java = await startJava(directory, port);
  const ended = once(java, "exit");
  const kill = (): void => {
    java.kill("SIGKILL");
  };
  // An error, Ctrl-C or a signal may end this process without teardown.
  process.once("exit", kill);

  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(java, url);
  return {
    url,
    stop: async () => {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
};
