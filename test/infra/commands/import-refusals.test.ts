import { once } from "node:events";
import { truncate } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import { openInput } from "../../../infra/commands/import/file.ts";
import { createSpool } from "../../../infra/commands/import/spool.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { importCommand } from "../../support/import-command.ts";
import { linesOf, listsIn } from "../../support/import-run.ts";

const { file, pathOf, run, table } = importCommand();

it.each(["dry_run", "endpoint", "table", "mode"])(
  "an import whose --%s npm took for itself is refused: it would be another than was asked for",
  async (option) => {
    const target = await table();
    const path = await file(`lost-${option}.ndjson`, linesOf("A", [{}]));
    const lost = { npm_lifecycle_event: "import", [`npm_config_${option}`]: "true" };
    const { code, stderr } = await run([path, ...target.to()], undefined, lost);
    const name = option.replace("_", "-");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `npm took --${name} for itself. Put -- before the options: npm run import -- …\n`,
    });
    expect((await listsIn(target)).size).toBe(0);
  },
);

it("npm's own settings are not mistaken for options under another script", async () => {
  const target = await table();
  const path = await file("other-script.ndjson", linesOf("A", [{}]));
  const settings = { npm_lifecycle_event: "test", npm_config_dry_run: "true" };
  expect(await run([path, ...target.to()], undefined, settings)).toMatchObject({ code: 0 });
});

it("an endpoint that is the API's and not DynamoDB's is told to be none", async () => {
  const api = createServer((_, answer) => answer.writeHead(404).end('{"errorCode":131}')).listen(0, "127.0.0.1");
  await once(api, "listening");
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const path = await file("wrong-endpoint.ndjson", linesOf("A", [{}]));
  const { code, stderr } = await run([path, "--endpoint", url]);
  api.close();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `${url} answers, and is no DynamoDB endpoint: npm start prints its own as "DynamoDB endpoint".\n`,
  });
});

it("a file that becomes shorter while it is read is not taken for a whole one", async () => {
  const path = await file("shrinking.ndjson", linesOf("A", assignmentsOf(10)));
  const { bytes } = openInput(path, { rejects: pathOf("none"), signal: new AbortController().signal });
  await truncate(path, 100);
  await expect(buffer(bytes)).rejects.toThrow(/^only 100 of \d+ bytes could be read/);
});

it("a temporary folder that cannot take the rows is named, with the way out", async () => {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = pathOf("nowhere");
  try {
    expect(createSpool).toThrow(/temporary folder .*nowhere \(ENOENT\)\. Set TMPDIR/);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
});
