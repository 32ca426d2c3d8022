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
  const tables = new Map<string, { table: Table; scope: string; value: string }>();
  const found: string[] = [];
  let count = 0;
  const look = (field: string, scope: string, value: string, line: number) => {
    const known = tables.get(field);
    // The rows of one list mostly stand together.
    if (known?.value === value && known.scope === scope) return;
    const table = known?.table ?? createTable();
    tables.set(field, { table, scope, value });
    const first = table.firstLine(scope, value, line);
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
      for (const { field, path } of identifiersOf(category)) {
        const value = path.reduce<unknown>((inner, name) => Object(inner)[name], record);
        if (typeof value === "string") look(field, companySerial, value, line);
      }
    },
    text() {
      const more = count > found.length ? `; and ${(count - found.length).toLocaleString("en")} more` : "";
      const full = [...tables].flatMap(([field, { table }]) => (table.full ? [field] : []));
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

type Table = ReturnType<typeof createTable>;

/** A hash table of fixed size. */
const createTable = () => {
  const keys = new Uint32Array(2 * SLOTS);
  const spellings = new Uint32Array(SLOTS);
  const lines = new Float64Array(SLOTS);
  let used = 0;
  let full = false;
  /** @returns the key's slot; a free one where it is not there; `undefined` where the table is full */
  const slotOf = (one: number, other: number): number | undefined => {
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
    keys[2 * slot] = one;
    keys[2 * slot + 1] = other;
    return slot;
  };
  return {
    get full() {
      return full;
    },
    /** @returns the line of the first value of the scope that only differs by case; each spelling once */
    firstLine(scope: string, value: string, line: number): number | undefined {
      const folded = value.toLowerCase();
      const one = hashOf(folded, hashOf(scope, 0x811c9dc5));
      const other = hashOf(folded, hashOf(scope, 0x9747b28c));
      const slot = slotOf(one, other);
      if (slot === undefined) return undefined;
      const spelling = hashOf(value, 0x811c9dc5);
      if (lines[slot] === 0) {
        lines[slot] = line;
        spellings[slot] = spelling;
        return undefined;
      }
      if (spellings[slot] === spelling) return undefined;
      // The other spelling is remembered too, by hashes that no folded value has but by chance.
      const named = slotOf(hashOf(value, ~one), hashOf(value, ~other));
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
