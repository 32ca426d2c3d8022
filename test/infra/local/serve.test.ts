import { type ChildProcess, type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleAssignment } from "../../support/assignments.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const script = join(root, "infra/local/serve.ts");
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);
if (!hasCurl) console.log("The printed commands are not run: there is no curl.");

const keepOutput = (child: ChildProcessWithoutNullStreams) => {
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.err += chunk;
  });
  return { child, output };
};
const start = (port: string, ...args: string[]) =>
  keepOutput(spawn(process.execPath, [script, ...args], { env: { ...process.env, PORT: port } }));
const untilPrinted = async (child: ChildProcess, output: { out: string }, text: string) => {
  while (!output.out.includes(text)) await Promise.race([once(child.stdout ?? child, "data"), once(child, "exit")]);
};

describe("npm start", () => {
  let child: ChildProcess;
  let output: { out: string; err: string };
  let port: string;
  beforeAll(async () => {
    ({ child, output } = start("0"));
    await untilPrinted(child, output, "Next:");
    port = /localhost:(\d+)/.exec(output.out)?.[1] ?? "";
  });
  afterAll(() => child.kill("SIGKILL"));

  it("prints the URLs of the API, the engine and the provider, and nothing on standard error", () => {
    expect(output.out).toMatch(/DynamoDB endpoint {3}http:\/\/127\.0\.0\.1:\d+/);
    expect(output.out).toMatch(/OpenID issuer {7}http:\/\/127\.0\.0\.1:\d+/);
    expect(output.err).toBe("");
  });

  it("prints the URL of the reference, and serves it there", async () => {
    const [, url = ""] = /^Reference, with requests to try: (\S+)$/m.exec(output.out) ?? [];
    expect(url).toBe(`http://localhost:${port}/docs`);
    expect(await (await fetch(url)).text()).toContain("<h1>Course activity API</h1>");
  });

  it.skipIf(!hasCurl)(
    "prints three commands that, pasted into a shell together, print the contract's example and a page of changes",
    async () => {
      const [block] = /^# 1\..*(?=\nDynamoDB)/ms.exec(output.out) ?? [""];
      const { stdout } = await run("sh", ["-c", block]);
      expect(stdout).toMatch(/^HTTP\/1\.1 200 OK/);
      expect(stdout).toMatch(/^HTTP\/1\.1 200 OK.*"data":\{"items":\[.*"hasMore":(true|false)\}\}$/ms);
      expect(stdout).toContain(`{"status":"success","message":"Success","data":[${JSON.stringify(exampleAssignment)},`);
    },
  );

  it("says that the port is taken, and exits with 1", async () => {
    const second = start(port);
    const [code] = await once(second.child, "exit");
    expect(code).toBe(1);
    expect(second.output.err).toBe(
      `Port ${port} is taken. Stop what listens there, or take a free one: PORT=0 npm start\n`,
    );
  });

  it("refuses an unknown option with one line, and exits with 1", async () => {
    const refused = start("0", "--foo");
    const [code] = await once(refused.child, "exit");
    expect(code).toBe(1);
    expect(refused.output.err).toMatch(/^Unknown option '--foo'/);
    expect(refused.output.err).not.toMatch(/^\s+at /m);
  });

  it("ignores the shell's settings for real endpoints, and ends when its output is closed", async () => {
    const env = { ...process.env, PORT: "0", AWS_USE_FIPS_ENDPOINT: "true", AWS_USE_DUALSTACK_ENDPOINT: "true" };
    const child = spawn(process.execPath, [script], { env });
    const [text] = await once(child.stdout, "data");
    child.stdout.destroy();
    const url = /http:\/\/localhost:\d+/.exec(String(text))?.[0] ?? "";
    // Writing the log line fails, and the process may end before the answer is sent.
    await fetch(url).catch(() => {});
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });

  it.each(["abc", "-1", "65536", "3e3"])("refuses PORT=%s, and exits with 1", async (value) => {
    const refused = start(value);
    const [code] = await once(refused.child, "exit");
    expect(code).toBe(1);
    expect(refused.output.err).toBe(`PORT must be a number from 0 to 65535, but it is "${value}".\n`);
  });

  it("prints its usage with --help", async () => {
    const help = start("0", "--help");
    const [code] = await once(help.child, "exit");
    expect(code).toBe(0);
    expect(help.output.out).toContain("npm start");
  });

  it("stops everything within a second after Ctrl-C, with exit code 0", async () => {
    const pressed = performance.now();
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(performance.now() - pressed).toBeLessThan(1_000);
  });
});

it("npm's own child is the process that SIGTERM ends, and its ports are free then", async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // As npm starts a script. The group is killed, too, should the shell end and leave the stack running.
  const { child, output } = keepOutput(
    spawn("sh", ["-c", scripts.start], { cwd: root, detached: true, env: { ...process.env, PORT: "0" } }),
  );
  try {
    await untilPrinted(child, output, "Next:");
    const urls = output.out.match(/http:\/\/[\w.]+:\d+/g) ?? [];
    expect(new Set(urls).size).toBe(3);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    for (const url of urls) await expect(fetch(url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  } finally {
    try {
      process.kill(-(child.pid ?? 0), "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  }
});
