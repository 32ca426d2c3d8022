/**
 * The key schema of both tables as plain data, from which every engine's tables are created, so that they cannot drift
 * apart. `S` is a string and `N` a number, DynamoDB's own type letters.
 */
export type KeyAttribute = { readonly name: string; readonly type: "S" | "N" };
export type TableKey = { readonly partitionKey: KeyAttribute; readonly sortKey?: KeyAttribute };

export const tables = {
  /** One list for each employee and course category: its header at position 0, its assignments at 1 … total. */
  assignments: { partitionKey: { name: "listKey", type: "S" }, sortKey: { name: "position", type: "N" } },
  /** Which company an OAuth client reads for, and whether it still may. */
  clients: { partitionKey: { name: "clientID", type: "S" } },
} as const satisfies Record<string, TableKey>;
