import { categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { MAX_SEARCHED } from "../../../functions/shared/store/search-store.ts";
import { recordsOf } from "../../support/records.ts";

const category = categories.courses;
/** One in so many has a name of its own. */
const RARE = 100;

/** A catalogue as long as one may be, and its key in the table. */
export const catalogue = {
  category,
  key: listKey({ companySerial: "CMP-A", category, employeeID: "" }),
  records: recordsOf(category, MAX_SEARCHED, "COURSE").map((course, index) => ({
    ...course,
    name: `[ONLINE] ${index % RARE === 0 ? "Keselamatan Kerja" : "Efisien Menggunakan Spreadsheet"} untuk Tim ${index + 1}`,
  })),
};

/** Searches by how many of the courses they find. */
export const searches = {
  "that finds all": { name: "untuk tim", found: MAX_SEARCHED },
  "that finds 1 in 100": { name: "KESELAMATAN", found: MAX_SEARCHED / RARE },
  "that finds none": { name: "tidak ada", found: 0 },
} as const;
