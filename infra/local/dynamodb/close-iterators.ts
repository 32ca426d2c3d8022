import { AbstractValueIterator } from "abstract-level";

/**
 * Fixes a memory leak in dynalite 4.0.0. After a `Query` it closes the iterator by a method `return`, which its database's
 * iterators do not have. Without this, every iterator and the data it has read would be kept for ever.
 */
export const closeIterators = (): void => {
  Object.assign(AbstractValueIterator.prototype, {
    return(this: { close(): Promise<void> }) {
      return this.close();
    },
  });
};
