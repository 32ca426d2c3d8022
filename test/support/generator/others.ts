import type { Course } from "../../../functions/shared/records/course.ts";
import type { OnlineActivity } from "../../../functions/shared/records/online-activity.ts";
import { type Random, serial } from "./random.ts";
import { topics } from "./words.ts";

/** A course whose serial is unique by `index`, since it tells online activities, and the courses of a catalogue, apart. */
const namedCourse = (random: Random, index: number) => ({
  serial: serial("COURSE-", random, index),
  name: `[ONLINE] ${random.pick(topics)}`,
});

const daysOf = (random: Random): string => `2024-${`${random.between(10, 12)}`}-${random.between(10, 28)}`;

const statuses = ["completed", "not_started", "in_progress", "failed", "expired"] as const;

/** An online activity with realistic, consistent values; the arguments are those of `assignmentOf`. */
export const onlineActivityOf = (_: number, random: Random, index: number): OnlineActivity => {
  const course = namedCourse(random, index);
  const status = random.pick(statuses);
  const score = () => random.between(0, 300) / 3;
  if (status === "not_started") {
    return { course, postTest: null, preTest: null, timeSpent: 0, completedAt: "", status };
  }
  const submitted = status === "completed" || status === "failed";
  return {
    course,
    postTest: submitted ? score() : null,
    preTest: random.chance(0.5) ? score() : null,
    timeSpent: random.between(1, 20_000),
    completedAt: submitted ? daysOf(random) : "",
    status,
  };
};

/** A course of a catalogue; the arguments are those of `assignmentOf`. */
export const courseAt = (_: number, random: Random, index: number): Course => {
  const course = namedCourse(random, index);
  return { ...course, description: `${course.name}.\nMateri dan latihan.`, type: "online" };
};
