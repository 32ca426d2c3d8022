import type { Assignment } from "../../../functions/shared/records/assignment.ts";

/** A list as a writer committed it. */
type State = {
  readonly records: readonly string[];
  /** When the change that made it was begun, and when it was acknowledged. */
  readonly begun: number;
  readonly acknowledged: number;
};

/** What an answer of 200 or 304 says of a list. All times are milliseconds of `performance.now()`. */
type Observation = {
  readonly page: number;
  readonly pageSize: number;
  readonly body: string;
  readonly total: number;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** Called where no state of the list, at any moment between the two, gives such a page. */
  readonly wrong: () => void;
};

type Committed = { readonly from: string; readonly to: string; readonly records: readonly Assignment[] };

export type ListModel = {
  /**
   * Says that a change begins.
   *
   * @returns what ends it, with nothing if it has changed nothing; it throws where another change has taken the place
   *   of the same state, so that one of the two is lost
   */
  begin(): (committed?: Committed) => void;
  /** Judges an answer, as soon as every change is known that it may have seen. */
  observe(observation: Observation): void;
  /** The body of a page that holds the whole list, when nobody writes any more. */
  latest(): string;
};

/** Milliseconds that a state is kept after its end: more than a request can take. */
const KEPT_MS = 60_000;

/** The states that one list has been in, and which of them an answer may show. */
export const createListModel = (version: string, assignments: readonly Assignment[]): ListModel => {
  const texts = (records: readonly Assignment[]) => records.map((record) => JSON.stringify(record));
  const states = new Map<string, State>([[version, { records: texts(assignments), begun: 0, acknowledged: 0 }]]);
  /** By the version of a state, that of the one which took its place; a change may be known before the one it follows. */
  const successors = new Map<string, string>();
  const underWay = new Set<{ readonly begun: number }>();
  let waiting: Observation[] = [];

  const endOf = (name: string): number =>
    states.get(successors.get(name) ?? "")?.acknowledged ?? Number.POSITIVE_INFINITY;

  /** Engines may show a state from when its change began, and must not from when the next one was acknowledged. */
  const isPossible = ({ page, pageSize, body, total, sentAt, answeredAt }: Observation): boolean => {
    const visible = [...states]
      .filter(([name, { begun }]) => begun <= answeredAt && endOf(name) >= sentAt)
      .map(([, state]) => state);
    const from = (page - 1) * pageSize;
    const length = Math.max(0, Math.min(pageSize, total - from));
    return visible.some(({ records }) => {
      const data = records.slice(from, from + pageSize);
      if (data.length !== length || body !== bodyOf(data)) return false;
      // A deeper page takes the total from a read of its own, beside that of the records.
      return page === 1 ? records.length === total : visible.some(({ records: { length } }) => length === total);
    });
  };

  const judge = (): void => {
    const known = Math.min(...[...underWay].map(({ begun }) => begun));
    const due = waiting.filter(({ answeredAt }) => answeredAt < known);
    waiting = waiting.filter(({ answeredAt }) => answeredAt >= known);
    for (const observation of due) if (!isPossible(observation)) observation.wrong();
  };

  const forget = (): void => {
    const oldest = performance.now() - KEPT_MS;
    for (const name of states.keys()) {
      if (endOf(name) >= oldest) continue;
      states.delete(name);
      successors.delete(name);
    }
  };

  return {
    begin() {
      const change = { begun: performance.now() };
      underWay.add(change);
      return (committed) => {
        underWay.delete(change);
        if (committed) {
          const { from, to, records } = committed;
          if (successors.has(from)) throw new Error("Two changes took the place of the same state of a list");
          states.set(to, { records: texts(records), begun: change.begun, acknowledged: performance.now() });
          successors.set(from, to);
        }
        judge();
        forget();
      };
    },
    observe(observation) {
      waiting.push(observation);
      judge();
    },
    latest() {
      const [last] = [...states].filter(([name]) => !successors.has(name));
      return bodyOf(last?.[1].records ?? []);
    },
  };
};

const bodyOf = (records: readonly string[]): string =>
  `{"status":"success","message":"Success","data":[${records.join(",")}]}`;
