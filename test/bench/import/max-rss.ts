import { writeFileSync } from "node:fs";

/** Loaded with `--import`: leaves the process's peak memory, in KiB, in the file that MAX_RSS_FILE names. */
process.once("exit", () => {
  const file = process.env["MAX_RSS_FILE"];
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
