"use strict";
// One cold start: `node child.cjs BUNDLE EVENT_FILE` loads the bundle, answers the event once and writes to file
// descriptor 3 when it began, had loaded and had answered, in milliseconds since the process started; with `-` for the
// bundle it does nothing at all.
const started = performance.now();
const { readFileSync, writeSync } = process.getBuiltinModule("node:fs");
const [, , bundle, eventFile] = process.argv;
const write = (result) => {
  writeSync(3, JSON.stringify(result));
  process.exit();
};
if (bundle === "-") write({ started, loaded: started, answered: started });
else {
  const event = JSON.parse(readFileSync(eventFile, "utf8"));
  const context = { awsRequestId: "1", callbackWaitsForEmptyEventLoop: false, getRemainingTimeInMillis: () => 10_000 };
  const { handler } = require(bundle);
  const loaded = performance.now();
  handler(event, context).then(({ statusCode, body }) => {
    const answered = performance.now();
    write({ started, loaded, answered, statusCode, body });
  });
}
