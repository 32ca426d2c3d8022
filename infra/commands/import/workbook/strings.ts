import { createPagedFile, type PagedFile } from "./paged-file.ts";

/** Bytes of strings that are held in memory; from there on, all are on the disk. */
const MAX_HELD_BYTES = 8_000_000;
/** What a string takes besides its characters, about. */
const STRING_BYTES = 40;
const OFFSET_BYTES = 8;

/** Strings by their number, in a memory that does not grow with their count. */
export type StringStore = {
  /** Gives the string the next number, from 0 on. */
  add(text: string): void;
  get(number: number): string | undefined;
  close(): void;
};

/** @throws {CommandError} as `createPagedFile` does; so does `add` */
export const createStringStore = (maxHeldBytes = MAX_HELD_BYTES): StringStore => {
  let held: string[] = [];
  let heldBytes = 0;
  let disk: ReturnType<typeof createStringFile> | undefined;
  return {
    add(text) {
      if (disk) return disk.add(text);
      held.push(text);
      heldBytes += STRING_BYTES + 2 * text.length;
      if (heldBytes <= maxHeldBytes) return;
      disk = createStringFile();
      held.forEach(disk.add);
      held = [];
    },
    get: (number) => (disk ? disk.get(number) : held[number]),
    close: () => disk?.close(),
  };
};

/** The strings one after the other, and the offset of each one's end. */
const createStringFile = (): StringStore => {
  const texts = createPagedFile();
  const ends = createPagedFile();
  const offset = Buffer.alloc(OFFSET_BYTES);
  let count = 0;
  let end = 0;
  const endOf = (number: number) => (number < 0 ? 0 : readNumber(ends, number));
  return {
    add(text) {
      // UTF-16 keeps half of a surrogate pair, which an escape in the workbook can be.
      const bytes = Buffer.from(text, "utf16le");
      texts.append(bytes);
      end += bytes.length;
      offset.writeDoubleLE(end);
      ends.append(offset);
      count += 1;
    },
    get(number) {
      if (!(Number.isInteger(number) && number >= 0 && number < count)) return undefined;
      return texts.read(endOf(number - 1), endOf(number)).toString("utf16le");
    },
    close() {
      texts.close();
      ends.close();
    },
  };
};

const readNumber = (file: PagedFile, number: number): number =>
  file.read(number * OFFSET_BYTES, (number + 1) * OFFSET_BYTES).readDoubleLE();
