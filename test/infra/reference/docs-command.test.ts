import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSite } from "../../../infra/reference/site.ts";

const script = join(import.meta.dirname, "../../../infra/commands/docs.ts");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docs-"));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [script, ...args], { cwd: folder, env: { ...process.env, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

describe("npm run docs", () => {
  it("writes the site of npm start for the given server, without credentials, and says how to open it", async () => {
    const { code, stdout, stderr } = await run(["--output", "out", "--server", "https://api.example.com/v1/"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "out has the reference: host the folder and open docs/. The API is https://api.example.com/v1.\n",
    );

    const site = createSite({ server: { url: "https://api.example.com/v1", description: "The API." } });
    const entries = await readdir(join(folder, "out"), { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile())).toHaveLength(Object.keys(site).length + 1);
    for (const [path, { contents }] of Object.entries(site)) {
      expect(await readFile(join(folder, "out", path), "utf8")).toBe(`${contents}`);
    }
    expect(await readFile(join(folder, "out/index.html"), "utf8")).toContain('content="0; url=docs/"');
  });

  it("writes to dist/docs by default, and may be run again", async () => {
    await run([]);
    expect(await run([])).toMatchObject({
      code: 0,
      stdout:
        "dist/docs has the reference: host the folder and open docs/. Whoever reads it types the API's host name.\n",
    });
    const { servers } = JSON.parse(await readFile(join(folder, "dist/docs/openapi.json"), "utf8"));
    expect(servers[0].url).toBe("https://{host}");
  });

  it.each([
    "https://*.example",
    "https://a.example;script-src",
    "https://a.example/?",
    "https://a.example/#",
    "api.example.com",
    "ftp://api.example.com",
    "https://a:b@c.example",
    "https://a.example/?b",
    "",
  ])("refuses --server %s, and writes nothing", async (server) => {
    expect(await run(["--server", server])).toEqual({
      code: 1,
      stdout: "",
      stderr: `--server must be a URL like https://api.example.com, and it is "${server}".\n`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("says why it cannot write its folder", async () => {
    await writeFile(join(folder, "file"), "");
    for (const [output, blocked] of [
      ["file", "file"],
      ["file/below", "file/below"],
    ] as const) {
      expect(await run(["--output", output])).toEqual({
        code: 1,
        stdout: "",
        stderr: `${blocked} cannot be a folder: a file is in the way. Give another --output.\n`,
      });
    }
  });

  it.each([
    [["--output", ""], "--output has no value.\n"],
    [["--foo"], /^Unknown option '--foo'.* See --help\.\n$/],
    [["out"], /^Unexpected argument 'out'.* See --help\.\n$/],
  ])("refuses %s with one line", async (args, message) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  it("detects options that npm consumed", async () => {
    const { code, stderr } = await run([], { npm_lifecycle_event: "docs", npm_config_server: "https://a.example" });
    expect(code).toBe(1);
    expect(stderr).toBe("npm took --server for itself. Put -- before the options: npm run docs -- …\n");
  });

  it("prints its usage with --help", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("npm run docs -- [options]");
  });
});
