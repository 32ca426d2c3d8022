import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { checksWithoutToken, checkVersions } from "../../../infra/rollout/checks.ts";
import { createHook } from "../../../infra/rollout/hook.ts";
import { sendByEvents } from "../../../infra/rollout/send.ts";
import { SECRET } from "../../support/smoke-run.ts";

const DEMO = { clientID: "demo", clientSecret: SECRET, employeeID: "JOHNILXV3QAJJEL3" };
const EVENT = { DeploymentId: "d-1", LifecycleEventHookExecutionId: "e-1" };

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
});
afterAll(() => stack.stop());

type Invoke = Stack["routes"][string];

/** Runs the hook on the local stack's functions, each invoked by way of `around`. */
const run = async (credentials: typeof DEMO | undefined, around = (invoke: Invoke): Invoke => invoke) => {
  const routes = Object.entries(stack.routes).map(([key, invoke]) => [key, around(invoke)] as const);
  const send = sendByEvents(Object.fromEntries(routes));
  const reported: string[] = [];
  const logged: object[] = [];
  const ran: string[] = [];
  await createHook({
    check: async () => {
      const results = await checkVersions({ url: stack.url, send }, credentials);
      ran.push(...results.map(({ name }) => name));
      return results;
    },
    report: async ({ DeploymentId, LifecycleEventHookExecutionId }, status) => {
      reported.push(`${DeploymentId} ${LifecycleEventHookExecutionId} ${status}`);
    },
    log: (line) => logged.push(line),
  })(EVENT);
  return { reported, logged, ran };
};

describe("the rollout's hook on the local stack's functions", () => {
  it("lets a version pass that keeps every promise of the smoke test, with a client for it", async () => {
    const { reported, logged, ran } = await run(DEMO);
    expect(logged).toEqual([]);
    expect(reported).toEqual(["d-1 e-1 Succeeded"]);
    expect(ran).toEqual(checks.map(({ name }) => name));
  });

  it("lets it pass without a client for it, by what is refused without a token", async () => {
    const { reported, logged, ran } = await run(undefined);
    expect(logged).toEqual([]);
    expect(reported).toEqual(["d-1 e-1 Succeeded"]);
    expect(ran).toEqual(checksWithoutToken.map(({ name }) => name));
    expect(ran.length).toBeGreaterThan(10);
  });

  it("stops a version that crashes", async () => {
    const crash = (): Invoke => () => Promise.reject(new Error("Unhandled"));
    const { reported, logged } = await run(undefined, crash);
    expect(reported).toEqual(["d-1 e-1 Failed"]);
    expect(logged.length).toBe(checksWithoutToken.length);
  });

  it("stops a version that answers another status, and logs neither an ID nor the secret", async () => {
    const always500 =
      (invoke: Invoke): Invoke =>
      async (event) => ({ ...((await invoke(event)) as object), statusCode: 500 });
    const { reported, logged } = await run(DEMO, always500);
    expect(reported).toEqual(["d-1 e-1 Failed"]);
    expect(JSON.stringify(logged)).not.toContain(DEMO.employeeID);
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });

  it("tells CodeDeploy even if the checks themselves cannot be run", async () => {
    const reported: string[] = [];
    const hook = createHook({
      check: () => Promise.reject(new Error("Missing in the environment: API_URL")),
      report: async (_, status) => void reported.push(status),
      log: () => {},
    });
    await hook(EVENT);
    expect(reported).toEqual(["Failed"]);
  });
});
