"use strict";
/**
 * A warm instance: forked with a bundle as its parameter, it answers each message `{ event, times }` with the handler's
 * milliseconds for each of so many requests one after the other, the processor seconds that all took, the resident
 * memory afterwards in bytes, and the last body.
 */
const { handler } = require(process.argv[2]);
// The log line of a request is made as on Lambda, and goes nowhere.
console.info = (line) => JSON.stringify(line);
const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 10_000 };

process.on("message", async ({ event, times }) => {
  const milliseconds = [];
  const before = process.cpuUsage();
  let body;
  for (let request = 0; request < times; request += 1) {
    // Lambda hands over each event anew.
    const own = JSON.parse(event);
    const started = performance.now();
    ({ body } = await handler(own, context));
    milliseconds.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  const rss = process.memoryUsage.rss();
  process.send({ milliseconds, cpuSeconds: (user + system) / 1e6, rss, body });
});
process.send("ready");
