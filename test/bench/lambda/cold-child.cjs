"use strict";
/**
 * One cold start: `node child.cjs BUNDLE EVENT_FILE` loads the bundle, answers the event once, and writes to file
 * descriptor 3 when it began, had loaded and had answered, in milliseconds since the process started. With `-` for the
 * bundle it does nothing: what Node itself takes.
 */
const started = performance.now();
const { readFileSync, writeSync } = require("node:fs");
const [, , bundle, eventFile] = process.argv;

const end = (result) => {
  writeSync(3, JSON.stringify(result));
  process.exit();
};

if (bundle === "-") end({ started, loaded: started, answered: started });
const event = JSON.parse(readFileSync(eventFile, "utf8"));
// As on Lambda, which writes an object as JSON; Node's own console formats it for people.
console.info = (line) => JSON.stringify(line);
const { handler } = require(bundle);
const loaded = performance.now();
handler(event, { awsRequestId: "1", getRemainingTimeInMillis: () => 10_000 }).then(({ body }) => {
  end({ started, loaded, answered: performance.now(), body });
});
