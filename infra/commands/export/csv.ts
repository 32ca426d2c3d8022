import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import type { ListName } from "../../../functions/shared/store/lists.ts";
import { DEFAULT_CATEGORY, ownerFields } from "../../store/owner.ts";
import { listOfKey } from "../../store/stored-lists.ts";
import { columnsOf } from "../import/columns.ts";
import { csvCell } from "../import/csv-cell.ts";
import { CommandError } from "../terminal/command.ts";
import type { Format } from "./lines.ts";
import type { Selection } from "./options.ts";

/** With it Excel reads the file as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";
const LINE_END = "\r\n";

/**
 * CSV (RFC 4180) of one category, with the columns that the import has for it. An owner without records is a row whose
 * other cells are empty, and so is `null`. A formula is text like any other: a change would not be read back.
 *
 * @param excel whether the file begins with a byte order mark
 */
export const csvOf = (category: CategoryName, excel: boolean): Format => {
  const columns = columnsOf(category);
  const row = (cells: readonly unknown[]) => `${cells.map((value) => csvCell(`${value ?? ""}`)).join(",")}${LINE_END}`;
  const ownersOf = (list: ListName) => ownerNames(category).map((name) => ownerFields(list)[name]);
  return {
    header: (excel ? BYTE_ORDER_MARK : "") + row([...ownerNames(category), ...columns.map(({ name }) => name)]),
    line: (list, record) => row([...ownersOf(list), ...columns.map(({ path }) => at(record, path))]),
  };
};

/**
 * @param keys those of the lists that are exported
 * @returns the category of all of them
 * @throws {CommandError} where they are of several, whose columns differ
 */
export const onlyCategory = ({ category }: Selection, keys: readonly string[]): CategoryName => {
  if (category) return category.name as CategoryName;
  const names = [...new Set(keys.flatMap((key) => listOfKey(key)?.category.name ?? []))].sort() as CategoryName[];
  if (names.length < 2) return names[0] ?? DEFAULT_CATEGORY;
  throw new CommandError(`A CSV file has one category. Choose with --category: ${names.join(", ")}.`);
};

const ownerNames = (category: CategoryName): string[] => [
  "companySerial",
  ...(categories[category].owner === "employee" ? ["employeeID"] : []),
  ...(category === DEFAULT_CATEGORY ? [] : ["category"]),
];

const at = (record: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, field) => Reflect.get(Object(value), field), record);
