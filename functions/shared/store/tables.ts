/**
 * The key schema of both tables as plain data, from which every engine's tables are created, so that they cannot drift
 * apart. `S` is a string and `N` a number, DynamoDB's own type letters.
 */
export type KeyAttribute = { readonly name: string; readonly type: "S" | "N" };

/** A global secondary index. It has the items that have both of its key attributes, and no others. */
export type TableIndex = {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute;
  /** What an entry has besides the table's keys and the index's own. */
  readonly attributes: readonly string[];
};

export type TableKey = {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly index?: TableIndex;
  /** The attribute, in seconds since 1970, after which DynamoDB deletes an item. The local engines never do. */
  readonly expiry?: string;
};

export const tables = {
  /** One list for each employee and course category: its header at position 0, its assignments at 1 … total. */
  assignments: {
    partitionKey: { name: "listKey", type: "S" },
    sortKey: { name: "position", type: "N" },
    /** The headers of employees' lists in the order of their last changes: `markers.ts` has the two keys. */
    index: {
      name: "changes",
      partitionKey: { name: "changes", type: "S" },
      sortKey: { name: "changed", type: "S" },
      attributes: ["total", "version", "deleted", "expiresAt"],
    },
    expiry: "expiresAt",
  },
  /** Which company an OAuth client reads for, and whether it still may. */
  clients: { partitionKey: { name: "clientID", type: "S" } },
} as const satisfies Record<string, TableKey>;
