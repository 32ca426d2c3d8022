import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { localDynamoDB, localTables } from "../../infra/local/aws.ts";
import { readSample } from "../../infra/reference/sample.ts";
import { createEraser } from "../../infra/store/erase.ts";
import { append } from "../../infra/store/plans.ts";
import { createListWriter } from "../../infra/store/writer.ts";
import { allCategories, categoryList, employeesCategories, recordsOf } from "../support/records.ts";
import { courseNames } from "./course-names.ts";
import type { Named } from "./feed.ts";

/**
 * Gives the records of a list, in their order; none of an employee who has a list of another category alone, and `undefined`
 * of one who has none.
 */
type FindList = (companySerial: string, category: Category, employeeID?: string) => readonly object[] | undefined;

/** Has a list of each kind in both companies. */
export const EMPLOYEE = "FUZZ0001";
/** Was removed from both companies. */
const GONE = "GONE0001";
const ADDED = { "CMP-RUANGGURU": 130, "CMP-OTHER": 7 } as const;

const keyOf = (companySerial: string, category: string, employeeID = ""): string =>
  JSON.stringify([companySerial, category, employeeID]);

/** Records with every hostile name, where a category's records have names of their own. */
const addedRecords = (category: Category, companySerial: keyof typeof ADDED): object[] =>
  recordsOf(category, ADDED[companySerial], companySerial).map((record, index) =>
    "name" in record ? { ...record, name: courseNames[index % courseNames.length] } : record,
  );

export type Lists = {
  readonly find: FindList;
  /** Every list that a company's feed of changes must name. */
  named(companySerial: string): Named[];
};

/** Adds to the sample a list of each category in both companies, and one that is removed. @returns all that there are then */
export const fillLists = async (dynamodbUrl: string): Promise<Lists> => {
  const lists = new Map<string, object[]>();
  for (const { companySerial, category, employeeID, records } of await readSample()) {
    lists.set(keyOf(companySerial, category, employeeID), [...records]);
  }
  const dynamodb = localDynamoDB(dynamodbUrl);
  const writer = createListWriter(dynamodb, localTables.assignments);
  for (const category of allCategories) {
    for (const companySerial of Object.keys(ADDED) as (keyof typeof ADDED)[]) {
      const list = categoryList(category, EMPLOYEE, companySerial);
      const records = addedRecords(category, companySerial);
      await writer.change(list, append(category, records));
      const key = keyOf(companySerial, category.name, list.employeeID);
      lists.set(key, [...(lists.get(key) ?? []), ...records]);
    }
  }
  const eraser = createEraser(dynamodb, localTables.assignments);
  for (const companySerial of Object.keys(ADDED)) {
    const gone = categoryList(categories.webinar, GONE, companySerial);
    await writer.change(gone, append(categories.webinar, recordsOf(categories.webinar, 2)));
    await eraser.erase(gone);
  }
  dynamodb.destroy();
  const find: FindList = (companySerial, category, employeeID) => {
    const listOf = ({ name }: Category) => lists.get(keyOf(companySerial, name, employeeID));
    const isKnown = category.owner === "employee" && employeesCategories.some(listOf);
    return listOf(category) ?? (isKnown ? [] : undefined);
  };
  const named = (companySerial: string): Named[] => [
    { employeeID: GONE, category: "webinar", totalItems: 0, deleted: true },
    ...[...lists].flatMap(([key, { length }]) => {
      const [company, category, employeeID] = JSON.parse(key);
      return company === companySerial && employeeID ? [{ employeeID, category, totalItems: length }] : [];
    }),
  ];
  return { find, named };
};
