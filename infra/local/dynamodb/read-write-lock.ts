export type ReadWriteLock = {
  /** Runs the task beside other shared ones, never beside an exclusive one. Settles as the task does. */
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
 * A readers-writer lock that serves in order of arrival, so neither side can starve the other: an exclusive task waits
 * for those before it and holds back those after it. A task that throws releases the lock like one that returns.
 */
export const createReadWriteLock = (): ReadWriteLock => {
  let lastExclusive: Promise<void> = Promise.resolve();
  const sharedUnderWay = new Set<Promise<void>>();

  return {
    shared: (task) => {
      const result = lastExclusive.then(task);
      const done = settled(result).then(() => {
        sharedUnderWay.delete(done);
      });
      sharedUnderWay.add(done);
      return result;
    },
    exclusive: (task) => {
      const result = Promise.all([lastExclusive, ...sharedUnderWay]).then(task);
      lastExclusive = settled(result);
      return result;
    },
  };
};
