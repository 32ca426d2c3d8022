import { createStringStore, type StringStore } from "./strings.ts";
import { createTextBuffer, richText } from "./text.ts";
import { elements, walk } from "./xml.ts";

/**
 * Reads the texts that cells refer to by number.
 *
 * @param name of the part, for messages
 * @returns a store that the caller must close
 */
export const readSharedStrings = async (name: string, bytes: AsyncIterable<Uint8Array>): Promise<StringStore> => {
  const store = createStringStore();
  const { add, take } = createTextBuffer();
  const roots = elements({
    sst: { inside: elements({ si: { inside: richText(add), close: () => store.add(take()) } }) },
  });
  try {
    for await (const _ of walk(name, bytes, roots));
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
};
