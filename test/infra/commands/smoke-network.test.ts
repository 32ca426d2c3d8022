import { describe, expect, it } from "vitest";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { createCertificate } from "../../support/certificate.ts";
import { answers, breaksOff, drips, providerStubs, resets, stalls } from "../../support/provider-stub.ts";
import { smoke } from "../../support/smoke-run.ts";

const stubs = providerStubs();
const REST = checks.length - 2;

describe("an API that cannot be reached is told in plain words: ", () => {
  it.each([
    ["nobody listens", () => stubs.unusedUrl(), /^the connection was refused: nothing listens there \(ECONNREFUSED\)$/],
    [
      "there is no such host",
      async () => new URL("https://api.smoke.invalid"),
      /^(there is no host of that name|the host's name could not be looked up) \((ENOTFOUND|EAI_AGAIN)\)$/,
    ],
    [
      "its certificate is not trusted",
      async () => (await stubs.startTls(createCertificate(), answers(200))).url,
      /^the TLS certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
    ],
    [
      "it speaks no TLS",
      async () => new URL((await stubs.start(answers(200))).url.href.replace("http:", "https:")),
      /^TLS failed: does it speak https at all\? \(\w+\)$/,
    ],
    ["it says nothing", async () => (await stubs.start(stalls)).url, /^no whole answer came within 0\.3 s$/],
    ["it never ends its answer", async () => (await stubs.start(drips)).url, /^no whole answer came within 0\.3 s$/],
    [
      "it hangs up",
      async () => (await stubs.start(resets)).url,
      /^the connection broke off before the answer was whole \((ECONNRESET|UND_ERR_SOCKET)\)$/,
    ],
    [
      "it breaks off in the midst of its answer",
      async () => (await stubs.start(breaksOff)).url,
      /^the connection broke off before the answer was whole \((ECONNRESET|UND_ERR_SOCKET)\)$/,
    ],
    [
      "it answers with more than 10 MB",
      async () => (await stubs.start(answers(200, Buffer.alloc(11 * 1024 * 1024)))).url,
      /^the answer is longer than 10 MB$/,
    ],
    [
      "it does not speak HTTP",
      async () => (await stubs.start(({ socket }) => void socket?.end("SSH-2.0-OpenSSH_9.9\r\n"))).url,
      /^Response does not match the HTTP\/1\.1 protocol/,
    ],
    ["nobody may call its port", async () => new URL("http://127.0.0.1:6000"), /^bad port$/],
  ])("%s", async (_, start, words) => {
    const { origin } = await start();
    const seen = await smoke(origin, "--timeout", "0.3");
    expect(seen.failed).toEqual(["token", "unknown route"]);
    expect(seen.notRun).toHaveLength(REST);
    expect(seen.note("webinar: missing token")).toBe("nothing answers");
    expect(seen.table).toContain(`0 passed, 2 failed, ${REST} not run`);
    expect(seen.milliseconds).toBeLessThan(5_000);
    expect(seen.remarks("token")[0]?.replace("answer: one, none: ", "")).toMatch(words);
  });

  it("what is no HTTP API at all fails whatever is asked of it", async () => {
    const { url } = await stubs.start(answers(200, "<html>hello</html>", { "Content-Type": "text/html" }));
    const { failed, notRun, remarks } = await smoke(url.origin);
    expect(failed).toEqual(checks.filter(({ needs }) => needs === undefined).map(({ name }) => name));
    expect(failed).toContain("webinar: missing token");
    expect(notRun).toHaveLength(checks.length - failed.length);
    expect(remarks("webinar: missing token")).toEqual([
      "status: 401, 200 with 18 bytes that are no JSON, Content-Type text/html",
    ]);
    expect(remarks("token")).toContain("body: a JSON object, 18 bytes that are no JSON, Content-Type text/html");
  });
});
