import { existsSync } from "node:fs";

/** Debian's Chromium, or the one that CHROMIUM_PATH names. */
export const browserPath = process.env["CHROMIUM_PATH"] || "/usr/bin/chromium";

/** The message if there is no browser; undefined if there is one. */
export const noBrowser = existsSync(browserPath)
  ? undefined
  : `there is no ${browserPath}. Install Debian's chromium, or set CHROMIUM_PATH.`;
