import { AbstractValueIterator } from "abstract-level";

/**
 * Has dynalite 4.0.0 close the iterator of each `Query` when it has come to its end: it looks for a method `return`,
 * which those of its database do not have, and so every one would be kept for ever, and all that it has read.
 */
export const closeIterators = (): void => {
  Object.assign(AbstractValueIterator.prototype, {
    return(this: { close(): Promise<void> }) {
      return this.close();
    },
  });
};
