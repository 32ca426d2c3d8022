import { parseArgs } from "node:util";
import { CHANGES_ROUTE, listRoute, partsOf, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { type Stack, startStack } from "./stack.ts";

const HELP = `Runs the whole API on this machine, with sample data; nothing of it outlives the process.

  npm start                on http://localhost:3000
  PORT=8080 npm start      on another port; 0 takes a free one
  npm start -- --help      this text`;

const DEMO_EMPLOYEE = "JOHNILXV3QAJJEL3";

const describe = ({ url, dynamodbUrl, issuer }: Stack): string => {
  const token = `${url}${partsOf(TOKEN_ROUTE).path}`;
  const listOf = (category: Category) =>
    `${url}${partsOf(listRoute(category)).path.replace("{employeeID}", DEMO_EMPLOYEE)}?page=1&pageSize=10`;
  const { webinar, ...others } = categories;
  return `The API is on ${url}. Ctrl-C ends it.

Reference, with requests to try: ${url}/docs

# 1. Get a token:

TOKEN=$(curl -s ${token} -H 'Content-Type: application/json' \\
  -d '{"clientID":"demo","clientSecret":"demo-secret","grantType":"client_credentials"}' \\
  | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')

# 2. List the webinar courses of an employee, the first 10 of 137:

curl -i '${listOf(webinar)}' -H "Authorization: $TOKEN"

# The other lists, with the same token:
#
${Object.values(others)
  .map((category) => `# ${listOf(category)}`)
  .join("\n")}

# Which lists changed; the answer's "next" is the "since" of the next call. It ends 2 seconds before now:

curl -i '${url}${partsOf(CHANGES_ROUTE).path}?pageSize=10' -H "Authorization: $TOKEN"

DynamoDB endpoint   ${dynamodbUrl}
OpenID issuer       ${issuer}

Next: follow the answer's Link header to the last page; ask for EMPLY002, who has no webinar courses; use the clients
other/other-secret (another company, with employee EMPLY001) and disabled/disabled-secret; send page=0 and read why not.
One JSON log line for each request that reaches a function follows.
`;
};

const portOf = (value: string): number => {
  const port = /^[0-9]{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`PORT must be a number from 0 to 65535, but it is "${value}".`);
  return port;
};

const serve = async (): Promise<void> => {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log(HELP);
  const port = portOf(process.env["PORT"] || "3000");
  const stack = await startStack({ port }).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    throw new Error(`Port ${port} is taken. Stop what listens there, or take a free one: PORT=0 npm start`);
  });
  const end = () => stack.stop().finally(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  // The reader has gone, as in `npm start | head`.
  process.stdout.once("error", end);
  console.log(describe(stack));
};

await serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
