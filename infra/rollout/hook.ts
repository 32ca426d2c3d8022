import type { Result } from "../commands/smoke/check.ts";

/** What CodeDeploy calls the function with. */
export type HookEvent = { readonly DeploymentId: string; readonly LifecycleEventHookExecutionId: string };

type Collaborators = {
  readonly check: () => Promise<readonly Result[]>;
  /** Tells CodeDeploy. */
  readonly report: (event: HookEvent, status: "Succeeded" | "Failed") => Promise<void>;
  readonly log: (line: object) => void;
};

/**
 * The pre-traffic hook: no call goes to the new versions unless every check passes.
 *
 * Whatever happens is told to CodeDeploy, which would otherwise wait for an hour.
 */
export const createHook =
  ({ check, report, log }: Collaborators) =>
  async (event: HookEvent): Promise<void> => {
    const failed = await check().then(failures, (error: unknown) => [{ check: "all", problem: String(error) }]);
    for (const failure of failed) log(failure);
    await report(event, failed.length === 0 ? "Succeeded" : "Failed");
  };

/** Without URLs and values: a URL has the employee's ID, and a value may be personal. */
const failures = (results: readonly Result[]) =>
  results
    .filter(({ result }) => result !== "pass")
    .map(({ name, result, note, problems }) => ({
      check: name,
      result,
      ...(note && { note }),
      problems: problems.map(({ what, requestId }) => ({ what, ...(requestId && { requestId }) })),
    }));
