import { HELP, readOptions } from "./smoke/options.ts";
import { asJson, asTable } from "./smoke/report.ts";
import { runSmoke } from "./smoke/run.ts";
import { refuseLostOptions, runCommand } from "./terminal/command.ts";
import { INTERRUPTED, onInterrupt } from "./terminal/interrupt.ts";

await runCommand(async () => {
  refuseLostOptions("smoke", ["url", "client-id", "client-secret", "employee", "page-size", "max-pages", "timeout"]);
  const options = readOptions(process.argv.slice(2), process.env);
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const signal = onInterrupt(() => console.error("Interrupted."));
  try {
    const report = await runSmoke(options, signal);
    console.log(options.json ? asJson(report) : asTable(report, process.stdout.columns));
    return report.results.every(({ result }) => result === "pass") ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    return INTERRUPTED;
  }
});
