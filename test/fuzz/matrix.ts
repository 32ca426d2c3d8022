import { textTable } from "../../infra/commands/terminal/text-table.ts";
import type { Judgement } from "./oracle.ts";

/** Counts what kinds of input were answered with. */
export type Matrix = {
  /** Counts one request. */
  add(kind: string, judgement: Judgement): void;
  requests(): number;
  /** Every outcome that there was, or that a kind had. */
  outcomes(kind?: string): ReadonlySet<string>;
  /** Kinds of input × answers by status × pass, as a table for people. */
  table(): string;
};

type Row = {
  requests: number;
  wrong: number;
  slowest: number;
  readonly statuses: Map<string, number>;
  readonly outcomes: Set<string>;
};

export const createMatrix = (kinds: readonly string[]): Matrix => {
  const rows = new Map<string, Row>(
    kinds.map((kind) => [kind, { requests: 0, wrong: 0, slowest: 0, statuses: new Map(), outcomes: new Set() }]),
  );
  const requests = () => [...rows.values()].reduce((sum, row) => sum + row.requests, 0);
  return {
    add(kind, { verdicts, problems, ms }) {
      const row = rows.get(kind);
      if (!row) throw new Error(`There is no kind "${kind}"`);
      row.requests += 1;
      row.slowest = Math.max(row.slowest, ms);
      if (problems.length > 0) row.wrong += 1;
      for (const { outcome, status } of verdicts) {
        row.outcomes.add(outcome);
        row.statuses.set(status, (row.statuses.get(status) ?? 0) + 1);
      }
    },
    requests,
    outcomes: (kind) => {
      const counted = kind === undefined ? [...rows.values()] : [rows.get(kind)];
      return new Set(counted.flatMap((row) => [...(row?.outcomes ?? [])]));
    },
    table: () => {
      const statuses = [...new Set([...rows.values()].flatMap((row) => [...row.statuses.keys()]))].sort();
      const cells = (name: string, { requests, wrong, slowest, statuses: counts }: Row) => [
        name,
        count(requests),
        ...statuses.map((status) => (counts.has(status) ? count(counts.get(status) ?? 0) : "·")),
        count(Math.round(slowest)),
        verdictOf(requests, wrong),
      ];
      const head = [
        "input",
        "requests",
        ...statuses.map((status) => status.replace("gateway", "gw")),
        "slowest ms",
        "pass",
      ];
      return textTable(
        head,
        [...rows].map(([name, row]) => cells(name, row)),
      );
    },
  };
};

const verdictOf = (requests: number, wrong: number): string => {
  if (requests === 0) return "not run";
  return wrong === 0 ? "pass" : `FAIL ${wrong}`;
};

const count = (number: number): string => number.toLocaleString("en");
