import type { EmployeePage } from "../../../functions/course-activity/contract.ts";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { append } from "../../../infra/store/plans.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { fire, percentile, type Shot } from "./cannon.ts";
import { countFailure, countWrong, failureOf, type Tally } from "./judge.ts";
import type { BeforeAndAfter } from "./memory-figures.ts";
import { startWorld, type World } from "./world.ts";

/** Of the local Lambda, which takes one request at a time in each. */
export const INSTANCES = 10;
const TOTAL = 150;
const EMPLOYEE = "LOAD1";
const LIST = { companySerial: "CMP-RUANGGURU", category: categories.webinar, employeeID: EMPLOYEE };
const PAGES = [
  { page: 1, pageSize: 10 },
  { page: 7, pageSize: 10 },
  { page: 15, pageSize: 10 },
  { page: 1, pageSize: 100 },
] as const;
/** How many requests are under way at a time. More than one for each instance only wait. */
export const LADDER = [1, 2, 4, 8, 16, 32] as const;

export type Stage = { readonly perSecond: number; readonly p50: number; readonly p99: number };
export type Round = {
  /** By how many requests are under way at a time. */
  readonly stages: ReadonlyMap<number, Stage>;
  /** One request at a time again, straight after the last stage. */
  readonly after: Stage;
  readonly memory: BeforeAndAfter;
};

/** Every page in turn, each answer held against the one that it must be, to the byte. */
const shotsAt = (token: string, tally: Tally): (() => Shot) => {
  const assignments = assignmentsOf(TOTAL);
  const shots = PAGES.map(({ page, pageSize }): Shot => {
    const data = assignments.slice((page - 1) * pageSize, page * pageSize);
    const expected = JSON.stringify({ status: "success", message: "Success", data } satisfies EmployeePage<Assignment>);
    return {
      path: `/ruangkerja/dashboard/users/${EMPLOYEE}/courses/webinar?page=${page}&pageSize=${pageSize}`,
      headers: { Authorization: token },
      answered: (reply) => {
        tally.answers += 1;
        if (reply.status === 200 && reply.body === expected && reply.headers["x-total-count"] === `${TOTAL}`) return;
        const name = failureOf(reply);
        if (name === "unavailable" || name === "deadlineExceeded") countFailure(tally, name);
        else countWrong(tally, `page ${page} of ${pageSize}`, reply);
      },
    };
  });
  let count = 0;
  return () => shots[count++ % shots.length] as Shot;
};

const fill = async ({ dynamodbUrl }: World): Promise<void> => {
  const dynamodb = localDynamoDB(dynamodbUrl);
  const writer = createListWriter(dynamodb, localTables.assignments);
  await writer.change(LIST, append(LIST.category, assignmentsOf(TOTAL)));
  dynamodb.destroy();
};

/**
 * One request at a time, two, four and so on until it is well past saturation, and one again, all on a fresh stack.
 *
 * @param seconds of each stage
 */
export const rampRound = async (seconds: number, tally: Tally, signal: AbortSignal): Promise<Round> => {
  const world = await startWorld(signal);
  try {
    await fill(world);
    const next = shotsAt(await world.token("demo"), tally);
    const stage = async (concurrency: number): Promise<Stage> => {
      const fired = await fire({ url: world.url, concurrency, seconds, next, signal });
      if (fired.lost > 0) throw new Error(`${fired.lost} requests were lost at ${concurrency} at a time`);
      const [p50, p99] = [percentile(fired.milliseconds, 0.5), percentile(fired.milliseconds, 0.99)];
      console.error(
        `  ${concurrency} at a time: ${fired.perSecond.toFixed(0)} answers/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      );
      return { perSecond: fired.perSecond, p50, p99 };
    };
    console.error(" Warming up:");
    for (const concurrency of [2 * INSTANCES, 2 * INSTANCES, 1]) await stage(concurrency);
    const before = await world.memory();
    console.error(" Measuring:");
    const stages = new Map<number, Stage>();
    for (const concurrency of LADDER) stages.set(concurrency, await stage(concurrency));
    const after = await stage(1);
    return { stages, after, memory: { before, after: await world.memory() } };
  } finally {
    await world.stop();
  }
};
