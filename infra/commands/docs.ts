import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { createSite, type Site } from "../reference/site.ts";
import { CommandError, refuseLostOptions, runCommand } from "./terminal/command.ts";

const HELP = `Writes the reference of the API as a static site, which any web server can host, also under a sub-path.

  npm run docs -- [options]

  --server URL       the API's: the stack's output ApiUrl. Without it, whoever reads the page types its host name
  --output FOLDER    where to; dist/docs unless given. Files of the same names are replaced, others stay
  --help             this text

The pages are docs/ and errors/, and the OpenAPI document openapi.json. Requests can be tried from it where the deployment allows the page's
origin: \`allowedOrigins\` in cdk.json. \`npm start\` has the same page with a demo client.`;

/** Sends whoever opens the folder itself to the page. */
const front: Site = {
  "index.html": {
    type: "text/html; charset=utf-8",
    contents: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=docs/">
<title>API reference</title>
<p><a href="docs/">API reference</a></p>
</html>
`,
  },
};

/** @throws {CommandError} or an error of `parseArgs`, saying which option is wrong */
const readOptions = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      output: { type: "string", default: "dist/docs" },
      server: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  if (values.output === "") throw new CommandError("--output has no value.");
  return { output: values.output, server: values.server === undefined ? undefined : serverOf(values.server) };
};

const serverOf = (value: string): string => {
  const url = URL.parse(value);
  const isPlain =
    url &&
    /^https?:$/.test(url.protocol) &&
    // It stands in the page's Content-Security-Policy, too, where `;` and `*` have a meaning.
    /^(\[[\da-f:.]+\]|[\w.-]+)$/i.test(url.hostname) &&
    !/[?#]/.test(value) &&
    !url.username &&
    !url.password;
  if (!isPlain) throw new CommandError(`--server must be a URL like https://api.example.com, and it is "${value}".`);
  return url.href.replace(/\/+$/, "");
};

const writeSite = async (folder: string, site: Site): Promise<void> => {
  for (const [path, { contents }] of Object.entries(site)) {
    const file = join(folder, path);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, contents);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && (error.code === "EEXIST" || error.code === "ENOTDIR")))
        throw error;
      throw new CommandError(`${dirname(file)} cannot be a folder: a file is in the way. Give another --output.`);
    }
  }
};

await runCommand(async () => {
  refuseLostOptions("docs", ["output", "server"]);
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const { output, server } = options;
  const site = {
    ...front,
    ...createSite({ server: server === undefined ? undefined : { url: server, description: "The API." } }),
  };
  await writeSite(output, site);
  console.log(
    `${output} has the reference: host the folder and open docs/. ${server === undefined ? "Whoever reads it types the API's host name." : `The API is ${server}.`}`,
  );
  return 0;
});
