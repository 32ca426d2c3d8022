import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import type { ListName } from "../../../functions/shared/store/lists.ts";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { append, type Plan, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { createListWriter, type ListWriter } from "../../../infra/store/writer.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { createListModel, type ListModel } from "./model.ts";

/** Both companies have employees of the same IDs. */
const COMPANIES = { demo: "CMP-RUANGGURU", other: "CMP-OTHER" } as const;
export type ClientID = keyof typeof COMPANIES;
const clientIDs = Object.keys(COMPANIES) as ClientID[];
const EMPLOYEES = ["SOAK1", "SOAK2", "SOAK3", "SOAK4"];
/** Known to the client `other` alone. */
export const FOREIGN_EMPLOYEE = "SOAK-FOREIGN";

/** So few that every change is one transaction. */
const SERIALS = 60;
const REPLACED = { least: 15, most: 40 } as const;
const WRITERS = 3;
const PAUSE_MS = 50;

export type WatchedList = {
  readonly clientID: ClientID;
  readonly name: ListName<Assignment>;
  readonly model: ListModel;
};

export type Lists = {
  readonly watched: readonly WatchedList[];
  /** Changes them until the signal says so. @returns how many changes there were */
  write(until: AbortSignal): Promise<number>;
  stop(): void;
};

let stamp = 0;
/** Records of serials that no other write has in the same way, so that each tells when and for whom it was written. */
const recordsFor = ({ companySerial, employeeID }: ListName, serials: readonly number[]): Assignment[] => {
  stamp += 1;
  const feedback = `${companySerial} ${employeeID} write ${stamp}`;
  return serials.map((serial) => ({ ...exampleAssignment, assignedCourseSerial: `ASGC-${serial}`, feedback }));
};

const someSerials = (count: number): number[] =>
  Array.from({ length: SERIALS }, (_, index) => ({ serial: index + 1, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ serial }) => serial);

const PLANS = [
  (list: ListName<Assignment>) => append(list.category, recordsFor(list, someSerials(3))),
  (list: ListName<Assignment>) => upsert(list.category, recordsFor(list, someSerials(5))),
  (list: ListName<Assignment>) =>
    replace(list.category, recordsFor(list, someSerials(randomInt(REPLACED.least, REPLACED.most)))),
] satisfies readonly ((list: ListName<Assignment>) => Plan<Assignment>)[];

const create = async (writer: ListWriter, clientID: ClientID, employeeID: string): Promise<WatchedList> => {
  const name = { companySerial: COMPANIES[clientID], category: categories.webinar, employeeID };
  const { after } = await writer.change(name, append(name.category, recordsFor(name, someSerials(REPLACED.most))));
  return { clientID, name, model: createListModel(`${after.version}`, after.records) };
};

const change = async (writer: ListWriter, { name, model }: WatchedList): Promise<number> => {
  const plan = PLANS[randomInt(PLANS.length)]?.(name);
  if (!plan) return 0;
  const end = model.begin();
  const { written, before, after } = await writer.change(name, plan);
  if (written === 0) end();
  else end({ from: `${before.version}`, to: `${after.version}`, records: after.records });
  return written > 0 ? 1 : 0;
};

/** Makes lists of two companies in the engine, and writes to them, past the wire in which there are faults. */
export const createLists = async (dynamodbUrl: string): Promise<Lists> => {
  const dynamodb = localDynamoDB(dynamodbUrl);
  const writer = createListWriter(dynamodb, localTables.assignments);
  await create(writer, "other", FOREIGN_EMPLOYEE);
  const watched: WatchedList[] = [];
  for (const clientID of clientIDs) {
    for (const employeeID of EMPLOYEES) watched.push(await create(writer, clientID, employeeID));
  }

  const keepWriting = async (until: AbortSignal): Promise<number> => {
    let changes = 0;
    while (!until.aborted) {
      const list = watched[randomInt(watched.length)];
      if (list) changes += await change(writer, list);
      await pause(PAUSE_MS);
    }
    return changes;
  };

  return {
    watched,
    async write(until) {
      const changes = await Promise.all(Array.from({ length: WRITERS }, () => keepWriting(until)));
      return changes.reduce((sum, count) => sum + count, 0);
    },
    stop: () => dynamodb.destroy(),
  };
};
