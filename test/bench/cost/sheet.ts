import { generatedSection } from "../../../infra/reference/generated-section.ts";

/** What the sheet assumes and counts; `infra/OPERATIONS.md` says below it where each number comes from. */
export const counted = {
  /** 5 of the functions' log lines, 2 of the gateway's, 7 errorCodes and reasons, the gateway's 6 for each of 7 routes. */
  metrics: 5 + 2 + 7 + 6 * 7,
  /** The metrics that the alarms look at, each of which is billed. */
  alarmMetrics: 23,
  compositeAlarms: 1,
} as const;

const REQUESTS = [0, 1_000_000, 100_000_000] as const;
const INSTANCES = [0, 2, 10] as const;
const CLIENTS = 2;
const DAYS = 30;
const SECONDS = DAYS * 86_400;
const LOG_BYTES = 755;
const TRANSFER_BYTES = 5_011;
const TOKEN_PRICE = 2.25 / 1_000;
const GB = 1e9;

/** A line of the sheet: dollars for each column, and what is left of them with the allowances of every month. */
type Line = {
  readonly what: string;
  readonly price: string;
  readonly per: string;
  readonly dollars: readonly number[];
  readonly withAllowance: readonly number[];
};

/** @param amounts in the unit of the price, for each column; `free` of them cost nothing each month */
const line = (
  [what, price, per]: readonly [string, string, string],
  unitPrice: number,
  amounts: readonly number[],
  free = 0,
): Line => {
  const cost = (amount: number) => Math.max(0, amount) * unitPrice;
  const withAllowance = amounts.map((amount) => cost(amount - free));
  return { what, price, per, dollars: amounts.map(cost), withAllowance };
};

const everywhere = (amount: number): number[] => REQUESTS.map(() => amount);
const withTraffic = (amount: number): number[] => REQUESTS.map((requests) => (requests > 0 ? amount : 0));
const each = (amount: number): number[] => REQUESTS.map((requests) => requests * amount);
/** A client's row is read once a minute for each client and instance. */
const clientReads = INSTANCES.map((instances) => instances * CLIENTS * DAYS * 1_440);

const link = (name: string, url: string) => `[${name}](https://aws.amazon.com/${url})`;

const withoutTraces: readonly Line[] = [
  line([link("HTTP API", "api-gateway/pricing/"), "1.00 a million", "1"], 1 / 1e6, each(1)),
  line([`${link("Lambda", "lambda/pricing/")}, requests`, "0.20 a million", "1"], 0.2 / 1e6, each(1), 1e6),
  line(["Lambda arm64, time", "0.0000133334 a GB-s", "1 GB × 0.02 s"], 0.0000133334, each(0.02), 400_000),
  line(
    [`${link("DynamoDB", "dynamodb/pricing/on-demand/")}, the list`, "0.125 a million read units", "1"],
    0.125 / 1e6,
    each(1),
  ),
  line(["DynamoDB, the client", "0.125 a million read units", "(below)"], 0.125 / 1e6, clientReads),
  line(["DynamoDB, storage", "0.25 a GB", "–"], 0.25, everywhere(1), 25),
  line(
    [`${link("CloudWatch", "cloudwatch/pricing/")}, log ingestion`, "0.50 a GB", `${LOG_BYTES} bytes`],
    0.5,
    each(LOG_BYTES / GB),
    5,
  ),
  line(["CloudWatch, logs kept 30 days", "0.03 a GB", `${LOG_BYTES} bytes`], 0.03, each(LOG_BYTES / GB), 5),
  line(["CloudWatch, metrics", "0.30 each", "–"], 0.3, withTraffic(counted.metrics), 10),
  line(
    ["CloudWatch, alarms", `0.10 for each of ${counted.alarmMetrics} metrics`, "–"],
    0.1,
    everywhere(counted.alarmMetrics),
    10,
  ),
  line(["CloudWatch, composite alarm", "0.50 each", "–"], 0.5, everywhere(counted.compositeAlarms)),
  line(["CloudWatch, dashboard", "3.00", "–"], 3, everywhere(1), 3),
  line([`${link("KMS", "kms/pricing/")}, the topic's key`, "1.00", "–"], 1, everywhere(1)),
  line(
    [`${link("Transfer", "ec2/pricing/on-demand/")} to the internet`, "0.09 a GB", "5,011 bytes"],
    0.09,
    each(TRANSFER_BYTES / GB),
    100,
  ),
  line(
    [link("Cognito", "cognito/pricing/"), "2.25 a thousand tokens", "(below)"],
    TOKEN_PRICE,
    withTraffic(CLIENTS * 2 * DAYS),
  ),
];

/** One request a second, and 5 % of the others. */
const sampled = (requests: number): number => {
  const first = Math.min(requests, SECONDS);
  return first + 0.05 * (requests - first);
};

const xray = link("X-Ray", "xray/pricing/");
const price = "5.00 a million traces";
const traces = {
  off: undefined,
  sampled: line([`${xray}, \`sampled\``, price, "(below)"], 5 / 1e6, REQUESTS.map(sampled), 100_000),
  on: line([`${xray}, \`on\``, price, "1"], 5 / 1e6, each(1), 100_000),
} as const;

const total = (lines: readonly Line[], of: "dollars" | "withAllowance"): number[] =>
  REQUESTS.map((_, column) => lines.reduce((sum, { [of]: dollars }) => sum + (dollars[column] ?? 0), 0));

const inDollars = (amount: number): string =>
  amount === 0 ? "0" : amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const rowOf = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const lineRow = ({ what, price: unit, per, dollars }: Line) => rowOf([what, unit, per, ...dollars.map(inDollars)]);

const tracingRows = Object.entries(traces).flatMap(([setting, trace]) => {
  const lines = trace ? [...withoutTraces, trace] : withoutTraces;
  const bold = (text: string) => `**${text}**`;
  return [
    ...(trace ? [lineRow(trace)] : []),
    rowOf([bold(`sum, tracing \`${setting}\``), "", "", ...total(lines, "dollars").map(inDollars).map(bold)]),
    rowOf([`the same with the free allowances`, "", "", ...total(lines, "withAllowance").map(inDollars)]),
  ];
});

const tokenRows = (() => {
  // An instance keeps a token of 12 hours until a quarter is left: 9 of them.
  const kept = INSTANCES.map((instances) => instances * CLIENTS * ((24 / 9) * DAYS));
  const cost = (name: string, tokens: readonly number[]) =>
    rowOf([
      name,
      ...tokens.slice(1).map((count) => `${count.toLocaleString("en-US")}: ${inDollars(count * TOKEN_PRICE)}`),
    ]);
  return [
    rowOf(["tokens a month, and their price", "1 million", "100 million"]),
    rowOf(["---", "---", "---"]),
    cost("the clients keep their tokens, two a day each", withTraffic(CLIENTS * 2 * DAYS)),
    cost("they ask before every request, and the instances give kept tokens again", kept),
    cost("they ask before every request, without the instances' cache", each(1)),
  ];
})();

/** The sheet of what a month costs, by requests and by the setting `tracing`. */
export const sheetPart = generatedSection({
  document: "infra/OPERATIONS.md",
  start: "<!-- Cost of a month, written by `npm run bench -- cost` -->",
  end: "<!-- end of the cost of a month -->",
  make: () =>
    [
      rowOf(["what", "price", "per request", "0", "1 million", "100 million"]),
      rowOf(Array(6).fill("---")),
      ...withoutTraces.map(lineRow),
      ...tracingRows,
      "",
      ...tokenRows,
    ].join("\n"),
});
