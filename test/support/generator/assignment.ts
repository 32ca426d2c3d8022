import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { type Random, randomOf, serial } from "./random.ts";
import { absentReasons, feedbacks, formats, groups, places, topics } from "./words.ts";

/** Separate random sources for courses and batches, different from those of companies, employees and assignments. */
const COURSE = -1;
const BATCH = -2;

/** The number of questions, and the passing score in per cent. */
type PostTest = { readonly questions: number; readonly passingScore: number };

/** Consistent status fields, with whether the post-test was passed, failed or not taken. */
type Standing = Pick<Assignment, "isAttend" | "userAssignedStatus" | "postActivityStatus"> & {
  readonly score?: "passing" | "below";
};

const withPostTest: readonly [Standing, ...Standing[]] = [
  { isAttend: true, userAssignedStatus: "Cleared", postActivityStatus: "COMPLETED", score: "passing" },
  { isAttend: true, userAssignedStatus: "Failed", postActivityStatus: "COMPLETED", score: "below" },
  { isAttend: true, userAssignedStatus: "Failed", postActivityStatus: "EXPIRED" },
  { isAttend: false, userAssignedStatus: "Failed", postActivityStatus: "EXPIRED" },
  { isAttend: true, userAssignedStatus: "Ongoing", postActivityStatus: "IN PROGRESS", score: "below" },
  { isAttend: true, userAssignedStatus: "Ongoing", postActivityStatus: "NOT STARTED" },
  { isAttend: false, userAssignedStatus: "Ongoing", postActivityStatus: "NOT STARTED" },
];

const withoutPostTest: readonly [Standing, ...Standing[]] = [
  { isAttend: true, userAssignedStatus: "Cleared", postActivityStatus: "" },
  { isAttend: false, userAssignedStatus: "Failed", postActivityStatus: "" },
  { isAttend: false, userAssignedStatus: "Ongoing", postActivityStatus: "" },
];

/** The course of a topic; the same for every assigned employee. */
const courseOf = (seed: number, topic: number): { course: Assignment["course"]; postTest: PostTest | undefined } => {
  const random = randomOf(seed, COURSE, topic);
  const course = { serial: serial("COURSE-", random, topic), name: `${random.pick(formats)}${topics[topic]}` };
  const postTest = { questions: random.pick([10, 12, 15, 20, 30]), passingScore: random.pick([60, 65, 70, 75, 80]) };
  return { course, postTest: random.chance(0.7) ? postTest : undefined };
};

/** One of the course's batches; the same for every employee in it. */
const batchOf = (seed: number, topic: number, random: Random): Assignment["batch"] => {
  const group = random.between(0, groups.length - 1);
  const place = random.between(0, places.length - 1);
  const number = group * places.length + place;
  const batch = randomOf(seed, BATCH, topic, number);
  return { serial: serial("BATCH-", batch, number), name: `${groups[group]} - ${places[place]}` };
};

const testResult = (
  { questions, passingScore }: PostTest,
  score: Standing["score"],
  { between }: Random,
): Pick<Assignment, "postTestAttempt" | "postTestScore"> => {
  if (score === undefined) return { postTestAttempt: 0, postTestScore: 0 };
  const enough = Math.ceil((passingScore * questions) / 100);
  const right = score === "passing" ? between(enough, questions) : between(0, enough - 1);
  return { postTestAttempt: between(1, 3), postTestScore: Math.round((right / questions) * 10_000) / 100 };
};

/**
 * An assignment with realistic, consistent values.
 *
 * @param random a source for this assignment only, so that it can be generated without those before it
 * @param index the assignment's index in the employee's list, which makes the serials unique
 */
export const assignmentOf = (seed: number, random: Random, index: number): Assignment => {
  const topic = random.between(0, topics.length - 1);
  const { course, postTest } = courseOf(seed, topic);
  const standings = postTest ? withPostTest : withoutPostTest;
  const { score, ...standing } = random.chance(0.6) ? standings[0] : random.pick(standings);
  const untested = { postTestAttempt: 0, postTestScore: 0 };
  const missed = !standing.isAttend && standing.userAssignedStatus === "Failed";
  return {
    course,
    batch: batchOf(seed, topic, random),
    absentReason: missed ? random.pick(absentReasons) : "",
    assignedCourseSerial: serial("ASGC-", random, index),
    feedback: standing.isAttend && random.chance(0.3) ? random.pick(feedbacks) : "",
    ...standing,
    ...(postTest ? testResult(postTest, score, random) : untested),
    postTestPassingScore: postTest?.passingScore ?? null,
  };
};
