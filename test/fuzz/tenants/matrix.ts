import type { Category } from "../../../functions/shared/store/categories.ts";

/** Queries of the list: near its start, deep in it, and far past its end. */
export const pages = {
  "page 1": "page=1&pageSize=10",
  "page 3": "page=3&pageSize=10",
  "page 1000": "page=1000&pageSize=100",
} as const;
/** The same of a search, whose name is that of every record, of some and of none. */
export const searches = ["course", "COURSE 1", "\uff3bonline\uff3d course 2", "OF-B", "#"].flatMap((name) =>
  Object.values(pages).map((query) => `${query}&name=${encodeURIComponent(name)}`),
);

/** @returns the records of a page, as `slice` takes them */
export const rangeOf = (query: string): [number, number] => {
  const parameters = new URLSearchParams(query);
  const [page, size] = [Number(parameters.get("page")), Number(parameters.get("pageSize"))];
  return [(page - 1) * size, page * size];
};

/** Employees by what they are to the client of A, with IDs made of a category's keys. */
export const employeesOf = ({ name }: Category) => ({
  "A's own": ["A-MANY", "A-NONE", `CMP-B#${name}#B-SOME`],
  "in both": ["BOTH"],
  "B's own": ["B-MANY", "B-NONE"],
  "of nobody": ["NOBODY", "a-many", "A-MANY ", " A-MANY", "A-MAN", "😀", "__proto__", "constructor", "%41-MANY"],
  "like a key": [
    "#",
    "##",
    "A-MANY#",
    "A-MANY#1",
    "#A-MANY",
    `${name}#A-MANY`,
    `${name}#B-MANY`,
    `#${name}#B-MANY`,
    "CMP-B#B-MANY",
    `CMP-B#${name}#B-MANY`,
    `CMP-A#${name}#A-MANY`,
    `../CMP-B#${name}#B-MANY`,
    `CMP-B%23${name}%23B-MANY`,
    "B-MANY%23",
    "A-MANY\u202e",
    "\ufeffB-MANY",
  ],
  "with a control character": [
    "\0",
    "B-MANY\0",
    `\0CMP-B#${name}#B-MANY`,
    "A-MANY\n",
    "\u0008\u0008B-MANY",
    "\u0085",
    "\u007f",
  ],
});
