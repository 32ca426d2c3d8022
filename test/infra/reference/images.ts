import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser, visit } from "../../support/browser.ts";
import { noBrowser } from "../../support/browser-path.ts";

const HELP = `Takes the README's pictures anew, of what runs: the terminal after npm start, and the reference page after three clicks.

  npm run images              writes infra/reference/images/; needs Chromium, and port 3000 free
  npm run images -- --help    this text`;

const folder = join(import.meta.dirname, "../../../infra/reference/images");

const save = async (name: string, image: Buffer): Promise<void> => {
  const path = join(folder, name);
  await writeFile(path, image);
  console.log(`infra/reference/images/${name} ${(await stat(path)).size.toLocaleString("en-US")} bytes`);
};

/** Runs `npm start` until its output is complete; `stop` ends it like Ctrl-C. */
const start = async (): Promise<{ output: string; url: string; stop(): Promise<void> }> => {
  const child = spawn("npm", ["start"], {
    env: { ...process.env, PORT: "3000", npm_config_loglevel: "notice" },
    detached: true,
  });
  const ended = once(child, "close");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  while (!output.includes("follows.")) {
    await Promise.race([once(child.stdout, "data"), ended]);
    if (child.exitCode !== null) throw new Error(output);
  }
  const stop = async (): Promise<void> => {
    process.kill(-(child.pid ?? 0), "SIGINT");
    await ended;
  };
  return { output: output.trim(), url: "http://localhost:3000", stop };
};

/** A screenshot of `html`'s body at its full size. */
const picture = async (browser: Browser, html: string, width: number): Promise<Buffer> => {
  const page = await browser.newPage({ viewport: { width, height: 100 } });
  await page.setContent(html);
  return page.locator("body").screenshot();
};

/** CSS pixels. */
const WIDTH = 1200;

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const terminal = (output: string): string => `<style>
  body { margin: 0; padding: 18px 22px; background: #14171c; color: #e8eaed; font: 14px/1.45 "DejaVu Sans Mono", monospace; }
  pre { margin: 0; white-space: pre-wrap; font: inherit; }
  b { color: #7ddba5; }
</style><pre><b>$</b> npm start\n\n${escapeHtml(output)}</pre>`;

/** The top of the page after the first click, and below it the view after the third. */
const threeClicks = async (browser: Browser, url: string): Promise<Buffer> => {
  const { page, close } = await visit(browser, `${url}/docs`, { width: WIDTH, height: 820 });
  await page.getByRole("button", { name: "Get a token" }).click();
  await page.getByText("You have a token").waitFor();
  const top = await page.screenshot({ clip: { x: 0, y: 0, width: WIDTH, height: 505 } });
  await page.getByRole("button", { name: "Open the list" }).click();
  await page.locator("button.execute:focus").click();
  await page.getByText("Response headers").waitFor();
  // Until the page has scrolled to it.
  await page.waitForTimeout(1_000);
  const below = await page.screenshot({ clip: { x: 0, y: 0, width: WIDTH, height: 525 } });
  await close();
  const images = [top, below].map((image) => `<img src="data:image/png;base64,${image.toString("base64")}">`);
  return picture(browser, `<style>body { margin: 0 } img { display: block }</style>${images.join("<hr>")}`, WIDTH);
};

const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
if (values.help) console.log(HELP);
else if (noBrowser) {
  console.error(`No pictures: ${noBrowser}`);
  process.exitCode = 1;
} else {
  const [browser, stack] = await Promise.all([launchBrowser(), start()]);
  try {
    await save("terminal.png", await picture(browser, terminal(stack.output), 1080));
    await save("docs.png", await threeClicks(browser, stack.url));
  } finally {
    await Promise.all([browser.close(), stack.stop()]);
  }
}
