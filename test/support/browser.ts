import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { browserPath } from "./browser-path.ts";

/** The folder for screenshots of a run. */
export const screenshots = join(import.meta.dirname, "../../screenshots");
mkdirSync(screenshots, { recursive: true });

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath,
    // In CI everything runs as root, in a container.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

export type Look = {
  readonly width: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  /** Screen pixels per CSS pixel. */
  readonly scale?: number;
};

export type Visit = {
  readonly page: Page;
  /** Console errors, exceptions and requests to other hosts: a page must have none. */
  readonly problems: string[];
  close(): Promise<void>;
};

/** Opens `url` in a new browser context: nothing is stored, and no other host is reachable. */
export const visit = async (browser: Browser, url: string, look: Look): Promise<Visit> => {
  const { width, height = 900, colorScheme = "light", scale = 1 } = look;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: scale });
  const problems: string[] = [];
  const isOwn = (target: string) => target.startsWith("data:") || new URL(target).host === new URL(url).host;
  await context.route(
    (target) => !isOwn(target.href),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!isOwn(request.url())) problems.push(`request to ${request.url()}`);
  });
  page.on("websocket", (socket) => problems.push(`socket to ${socket.url()}`));
  page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(url);
  return { page, problems, close: () => context.close() };
};

/** How many CSS pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
