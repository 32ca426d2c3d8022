import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { HELP, parseOptions } from "../../../infra/commands/import/options.ts";
import { CommandError } from "../../../infra/commands/terminal/command.ts";

const number = (value: string) => `--concurrency must be a number from 1 to 64, and it is "${value}".`;
const character = "--delimiter must be one character, and neither a quote nor a line break.";

describe("a command line of import is refused in one line:", () => {
  it.each([
    ["two files", ["a.csv", "b.csv"], "Give one file to import, or - for standard input, not 2. See --help."],
    ["an unknown mode", ["a.csv", "--mode", "merge"], '--mode must be upsert or replace, and it is "merge".'],
    ["no concurrency", ["a.csv", "--concurrency", "0"], number("0")],
    ["too high a concurrency", ["a.csv", "--concurrency", "65"], number("65")],
    ["a concurrency that is no number", ["a.csv", "--concurrency", "x"], number("x")],
    ["an unknown format", ["a.csv", "--format", "xml"], '--format must be ndjson, csv or xlsx, and it is "xml".'],
    ["an unknown extension", ["a.txt"], "Say what a.txt is: --format ndjson or --format csv."],
    ["a delimiter of two characters", ["a.csv", "--delimiter", ";;"], character],
    ["a quote as the delimiter", ["a.csv", "--delimiter", '"'], character],
    ["a company that none can be", ["a.csv", "--company", "A#B"], "--company must not contain #."],
    [
      "an unknown category",
      ["a.csv", "--category", "webinars"],
      "--category must be one of webinar, offline, online, courses.",
    ],
    ["an empty name for rejected rows", ["a.csv", "--rejects="], "--rejects has no value."],
  ])("%s", (_, args, line) => {
    expect(() => parseOptions(args)).toThrow(new CommandError(line));
  });

  it.each([
    ["the least concurrency", ["a.csv", "--concurrency", "1"], { concurrency: 1 }],
    ["the highest concurrency", ["a.csv", "--concurrency", "64"], { concurrency: 64 }],
    ["a tab, written as shells let one write it", ["a.csv", "--delimiter", "\\t"], { delimiter: "\t" }],
    ["what a file of an unknown extension is", ["a.txt", "--format", "csv"], { format: "csv" }],
  ])("%s is taken", (_, args, parsed) => {
    expect(parseOptions(args)).toMatchObject(parsed);
  });
});

it.each(Object.keys(categories))("the category %s is taken, and named in the help", (category) => {
  expect(parseOptions(["a.csv", "--category", category])).toMatchObject({ category });
  expect(HELP).toContain(category);
});

it("no category is taken as none", () => {
  expect(parseOptions(["a.csv"])).toHaveProperty("category", undefined);
});

it("rejected rows go beside the file, and those of standard input to where the command runs", () => {
  expect(parseOptions(["a/b.csv"])).toMatchObject({ rejects: "a/b.csv.rejects.csv" });
  expect(parseOptions(["-"])).toMatchObject({ rejects: "import.rejects.ndjson", format: "ndjson" });
});
