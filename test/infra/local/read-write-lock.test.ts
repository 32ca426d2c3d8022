import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createReadWriteLock } from "../../../infra/local/dynamodb/read-write-lock.ts";

/** A lock, and a log of each task's start and end; a task takes a few turns of the event loop. */
const createScene = () => {
  const lock = createReadWriteLock();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} starts`);
    await turn();
    await turn();
    log.push(`${name} ends`);
    return name;
  };
  return {
    log,
    lock,
    shared: (name: string) => lock.shared(task(name)),
    exclusive: (name: string) => lock.exclusive(task(name)),
  };
};

test("shared tasks run concurrently", async () => {
  const { shared, log } = createScene();
  await Promise.all([shared("a"), shared("b")]);
  expect(log).toEqual(["a starts", "b starts", "a ends", "b ends"]);
});

test("exclusive tasks run one after the other", async () => {
  const { exclusive, log } = createScene();
  await Promise.all([exclusive("a"), exclusive("b")]);
  expect(log).toEqual(["a starts", "a ends", "b starts", "b ends"]);
});

test("an exclusive task waits for the shared ones before it and delays the ones after it", async () => {
  const { shared, exclusive, log } = createScene();
  await Promise.all([shared("a"), exclusive("b"), shared("c"), exclusive("d"), shared("e")]);
  expect(log).toEqual(["a", "b", "c", "d", "e"].flatMap((name) => [`${name} starts`, `${name} ends`]));
});

test("an exclusive task gets its turn among continuous shared tasks", async () => {
  const { shared, exclusive, log } = createScene();
  let reading = true;
  const reader = async (): Promise<void> => {
    while (reading) await shared("read");
  };
  const readers = [reader(), reader()];
  await turn();
  await exclusive("write");
  reading = false;
  await Promise.all(readers);
  expect(log).toContain("write ends");
});

test("the caller gets a task's value or error, and a failed task releases the lock", async () => {
  const { lock, shared, exclusive } = createScene();
  const fail = () => Promise.reject(new Error("failed"));
  await expect(lock.shared(fail)).rejects.toThrow("failed");
  await expect(lock.exclusive(fail)).rejects.toThrow("failed");
  expect(await Promise.all([shared("a"), exclusive("b"), shared("c")])).toEqual(["a", "b", "c"]);
});
