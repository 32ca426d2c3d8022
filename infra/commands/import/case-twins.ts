import { identifiersOf } from "./identifiers.ts";
import type { Row } from "./rows.ts";

/** How many different identifiers of a field are compared: 65,536 slots of 20 bytes a field, three quarters used. */
const SLOTS = 65_536;
const MOST = (SLOTS * 3) / 4;
const SHOWN = 5;
const SHOWN_CHARACTERS = 80;

export type CaseTwins = {
  /** Takes the identifiers of a valid row. */
  add(row: Row): void;
  /** How many identifiers differ from an earlier one of their company only by case. */
  readonly count: number;
  /** For the summary: the first of them, and which fields have too many values to compare all. */
  text(): string[];
};

/**
 * Finds identifiers of one field and company that differ only by case: probably one and the same, but they are kept
 * apart. Memory is bounded: of each field, the first 49,152 different values are remembered, by two hashes of 32 bits;
 * the summary says where there were more.
 */
export const createCaseTwins = (): CaseTwins => {
  const tables = new Map<string, ReturnType<typeof createTable>>();
  const last = new Map<string, string>();
  const found: string[] = [];
  let count = 0;
  const look = (field: string, scope: string, value: string, line: number) => {
    // The rows of one list mostly stand together.
    const key = `${scope}#${value}`;
    if (last.get(field) === key) return;
    last.set(field, key);
    const table = tables.get(field) ?? createTable();
    tables.set(field, table);
    const first = table.firstLine(`${scope}#${value.toLowerCase()}`, value, line);
    if (first === undefined) return;
    count += 1;
    const shown = [...value].slice(0, SHOWN_CHARACTERS).join("");
    if (found.length < SHOWN) found.push(`${field} ${shown} in line ${line}, other case in line ${first}`);
  };
  return {
    get count() {
      return count;
    },
    add({ companySerial, employeeID, category, record, line }) {
      look("companySerial", "", companySerial, line);
      if (employeeID) look("employeeID", companySerial, employeeID, line);
      if (!record) return;
      for (const path of identifiersOf(category)) {
        const value = path.reduce<unknown>((inner, field) => Object(inner)[field], record);
        if (typeof value === "string") look(path.join("."), companySerial, value, line);
      }
    },
    text() {
      const more = count > found.length ? `; and ${(count - found.length).toLocaleString("en")} more` : "";
      const full = [...tables].flatMap(([field, table]) => (table.full ? [field] : []));
      return [
        ...(count > 0
          ? [`Warning: identifiers that differ only by case are kept apart: ${found.join("; ")}${more}.`]
          : []),
        ...(full.length > 0
          ? [`Compared by case: only the first ${MOST.toLocaleString("en")} values of ${full.join(", ")}.`]
          : []),
      ];
    },
  };
};

/** A hash table of fixed size. */
const createTable = () => {
  const keys = new Uint32Array(2 * SLOTS);
  const spellings = new Uint32Array(SLOTS);
  const lines = new Float64Array(SLOTS);
  let used = 0;
  let full = false;
  /** @returns the key's slot; a free one where it is not there; `undefined` where the table is full */
  const slotOf = (key: string): number | undefined => {
    const [one, other] = [hashOf(key, 0x811c9dc5), hashOf(key, 0x9747b28c)];
    let slot = one % SLOTS;
    while (lines[slot] !== 0) {
      if (keys[2 * slot] === one && keys[2 * slot + 1] === other) return slot;
      slot = (slot + 1) % SLOTS;
    }
    if (used === MOST) {
      full = true;
      return undefined;
    }
    used += 1;
    keys.set([one, other], 2 * slot);
    return slot;
  };
  return {
    get full() {
      return full;
    },
    /** @returns the line of the first value with the same key, where that was spelled otherwise; each spelling once */
    firstLine(key: string, value: string, line: number): number | undefined {
      const slot = slotOf(key);
      if (slot === undefined) return undefined;
      const spelling = hashOf(value, 0x811c9dc5);
      if (lines[slot] === 0) {
        lines[slot] = line;
        spellings[slot] = spelling;
        return undefined;
      }
      if (spellings[slot] === spelling) return undefined;
      // The other spelling is remembered too. No folded key starts with an upper-case letter and a line end.
      const named = slotOf(`A\n${key}\n${value}`);
      if (named === undefined) return lines[slot];
      if (lines[named] !== 0) return undefined;
      lines[named] = line;
      return lines[slot];
    },
  };
};

/** FNV-1a over UTF-16 units, its bits mixed once more, as an unsigned 32-bit integer. */
const hashOf = (text: string, seed: number): number => {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};
