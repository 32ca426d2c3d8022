import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Collection, VariableScope } from "postman-collection";
import { type Run, Runner } from "postman-runtime";

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../infra/reference", name), "utf8"));

export const collectionJson = read("course-activity.postman_collection.json");
export const environmentJson = read("local.postman_environment.json");

/** The committed environment, with some values replaced. */
export const environmentWith = (values: Readonly<Record<string, string>>): VariableScope => {
  const environment = new VariableScope(environmentJson);
  for (const [key, value] of Object.entries(values)) environment.set(key, value);
  return environment;
};

const prepare = (environment: VariableScope, only?: string): Promise<Run> => {
  const options = {
    environment,
    timeout: { request: 10_000, script: 10_000 },
    ...(only !== undefined && { entrypoint: { execute: only, lookupStrategy: "idOrName" as const } }),
  };
  return new Promise((resolve, reject) => {
    new Runner().run(new Collection(collectionJson), options, (error, run) => (error ? reject(error) : resolve(run)));
  });
};

type Sent = { readonly name: string; readonly url: string; readonly status: number; readonly body: string };

/**
 * Runs the committed collection on the engine of Postman's applications.
 *
 * @param environment the collection's scripts set variables in it
 * @param only the folder or request to run. Default: the whole collection
 * @returns the requests in order, the names of the passed tests, and the failed tests with the reasons
 */
export const runCollection = async (environment: VariableScope, only?: string) => {
  const run = await prepare(environment, only);
  const sent: Sent[] = [];
  const passed: string[] = [];
  const failed: string[] = [];
  await new Promise<void>((resolve, reject) => {
    run.start({
      assertion: (_, assertions) => {
        for (const { name, error } of assertions) {
          if (error) failed.push(`${name}: ${error.message}`);
          else passed.push(name);
        }
      },
      exception: (_, error) => failed.push(`${error.name}: ${error.message}`),
      response: (error, _, response, request, { name }) => {
        if (response) sent.push({ name, url: `${request.url}`, status: response.code, body: response.text() });
        else failed.push(`${name}: ${error?.message}`);
      },
      done: (error) => (error ? reject(error) : resolve()),
    });
  });
  return { sent, passed, failed };
};
