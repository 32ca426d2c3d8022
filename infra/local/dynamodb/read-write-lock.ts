export type ReadWriteLock = {
  /** Runs the task concurrently with other shared tasks, never with an exclusive one. Settles as the task does. */
  shared<T>(task: () => Promise<T>): Promise<T>;
  /** Runs the task alone. Settles as the task does. */
  exclusive<T>(task: () => Promise<T>): Promise<T>;
};

const settled = (task: Promise<unknown>): Promise<void> =>
  task.then(
    () => {},
    () => {},
  );

/**
 * A readers-writer lock in order of arrival, so neither side can starve the other: an exclusive task waits for the tasks
 * before it and delays those after it. A task that throws releases the lock like one that returns.
 */
export const createReadWriteLock = (): ReadWriteLock => {
  let lastExclusive: Promise<void> = Promise.resolve();
  const runningShared = new Set<Promise<void>>();

  return {
    shared: (task) => {
      const result = lastExclusive.then(task);
      const done = settled(result).then(() => {
        runningShared.delete(done);
      });
      runningShared.add(done);
      return result;
    },
    exclusive: (task) => {
      const result = Promise.all([lastExclusive, ...runningShared]).then(task);
      lastExclusive = settled(result);
      return result;
    },
  };
};
