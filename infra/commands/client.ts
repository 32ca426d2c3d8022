import { createClient } from "./client/create.ts";
import { deleteClient } from "./client/delete.ts";
import { type Deployment, openDeployment } from "./client/deployment.ts";
import { HELP } from "./client/help.ts";
import { listClients, tableOf } from "./client/list.ts";
import { type ClientOptions, readOptions } from "./client/options.ts";
import { registerClient, setEnabled } from "./client/register.ts";
import { addSecret, deleteOlderSecret, finishLine } from "./client/rotate.ts";
import type { Credentials } from "./client/user-pool.ts";
import { refuseLostOptions, runCommand } from "./terminal/command.ts";
import { INTERRUPTED, onInterrupt } from "./terminal/interrupt.ts";

/** Standard output has only the result. It is the only place where a secret is ever written. */
const say = (line: string): void => console.error(line);

const showOnce = ({ clientID, clientSecret }: Credentials, json: boolean): void => {
  console.log(
    json ? JSON.stringify({ clientID, clientSecret }) : `clientID: ${clientID}\nclientSecret: ${clientSecret}`,
  );
  say("The secret is not shown again: save it now.");
};

const SOON = "It takes effect within 60 seconds.";

/** @returns the exit code */
const run = async (deployment: Deployment, options: ClientOptions, signal: AbortSignal): Promise<number> => {
  switch (options.command) {
    case "create": {
      const { company, label, json } = options;
      showOnce(await createClient(deployment, { companySerial: company, label }, signal), json);
      return 0;
    }
    case "register": {
      const { "client-id": clientID, company, label } = options;
      await registerClient(deployment, { clientID, companySerial: company, enabled: true, label });
      console.log(`The client ${clientID} reads for ${company}.`);
      return 0;
    }
    case "list": {
      const clients = await listClients(deployment);
      signal.throwIfAborted();
      console.log(options.json ? JSON.stringify(clients, undefined, 2) : tableOf(clients));
      return 0;
    }
    case "disable":
    case "enable": {
      const { clientID, companySerial, enabled } = await setEnabled(
        deployment,
        options["client-id"],
        options.command === "enable",
      );
      console.log(`The client ${clientID} of ${companySerial} is ${enabled ? "enabled" : "disabled"}. ${SOON}`);
      return 0;
    }
    case "rotate": {
      const { "client-id": clientID, finish, json } = options;
      if (finish) {
        const madeAt = await deleteOlderSecret(deployment, clientID);
        console.log(`The older secret of ${clientID}, of ${madeAt.toISOString()}, is deleted.`);
        return 0;
      }
      showOnce(await addSecret(deployment, clientID, signal), json);
      say(`The old secret works too, until you delete it: ${finishLine(deployment, clientID)}`);
      return 0;
    }
    case "delete": {
      const { "client-id": clientID, yes } = options;
      const deleted = await deleteClient(deployment, clientID, yes, signal);
      console.log(deleted ? `The client ${clientID} is deleted. ${SOON}` : "Nothing was deleted.");
      return deleted ? 0 : signal.aborted ? INTERRUPTED : 1;
    }
  }
};

await runCommand(async () => {
  refuseLostOptions("client", ["client-id", "company", "label", "finish", "stack", "region", "endpoint"]);
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const signal = onInterrupt(() =>
    say(
      "Stopping: work in progress is finished or undone. Press Ctrl-C again to end at once; that may leave half of it.",
    ),
  );
  const deployment = await openDeployment(options);
  try {
    signal.throwIfAborted();
    return await run(deployment, options, signal);
  } catch (error) {
    if (error !== signal.reason) throw error;
    say("Interrupted. Nothing was changed.");
    return INTERRUPTED;
  } finally {
    deployment.close();
  }
});
