/**
 * Runs in an instance before its bundle, for what no proxy can do: the clock is moved, and names are looked up here, so
 * that a test can make that fail and count it. It says how in memory that both share; `conditions.ts` has the places.
 */
// The pauses between attempts are random; here each is half of its bound, so that every run finds the same table.
Math.random = () => 0.5;

const dns = require("node:dns");
const { getEnvironmentData } = require("node:worker_threads");

const shared = new Float64Array(getEnvironmentData(process.env.FAULT_CONDITIONS));
const RealDate = Date;
const now = () => RealDate.now() + shared[0];

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [now()] : parts));
  }
  static now() {
    return now();
  }
};

/** Linux answers for all of 127.0.0.0/8, and on this address nobody listens: connections are refused. */
const NOBODY = "127.0.0.2";

const strikes = (place) => {
  const [kind, milliseconds, first] = shared.subarray(place, place + 3);
  if (kind === 0) return 0;
  if (first === 0) shared[place + 2] = performance.now();
  return first === 0 || performance.now() - first < milliseconds ? kind : 0;
};

dns.lookup = (name, options, callback) => {
  const place = name === "localhost" ? 5 : 1;
  shared[place + 3] += 1;
  const kind = strikes(place);
  if (kind === 3) return;
  const failure = kind === 2 && Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
  const address = kind === 1 ? NOBODY : "127.0.0.1";
  setImmediate(() => {
    if (failure) callback(failure);
    else if (options.all) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  });
};
