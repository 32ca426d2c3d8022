import type * as z from "zod/mini";
import type { CategoryName, categories } from "../../../functions/shared/store/categories.ts";

/** What the reference says of one category, beyond what follows from its place in the table `categories`. */
export type CategoryText<Field extends string = string> = {
  readonly operationId: string;
  /** The operation's group, a folder of the Postman collection. */
  readonly tag: string;
  readonly summary: string;
  /** The list in one sentence, for the group and for the README's table. */
  readonly about: string;
  /** What a record of the list is, as in "the page's assignments". */
  readonly records: string;
  /** The record's schema: its name, which client generators take, and each field. */
  readonly schema: string;
  readonly fields: Readonly<Record<Field, string>>;
};

type FieldOf<Name extends CategoryName> = keyof z.output<(typeof categories)[Name]["stored"]> & string;

const assignment = {
  records: "assignments",
  schema: "Assignment",
  fields: {
    course: "The course.",
    batch: "The course's batch that the employee was assigned to.",
    absentReason: "Why the employee was absent; empty if no reason was given.",
    assignedCourseSerial: "The assignment's own serial, unique in the list.",
    feedback: "What the employee wrote about the course; empty if nothing was written.",
    isAttend: "Whether the employee attended.",
    userAssignedStatus: "The assignment's status.",
    postActivityStatus: "The post activity's status; empty if the course has none.",
    postTestAttempt: "How many times the post-test was taken.",
    postTestScore: "The post-test's score, which may have decimals.",
    postTestPassingScore: "The minimum score to pass the post-test; null if there is none.",
  },
} as const;

/** The texts of each category. One without an entry, and a field without a description, are type errors. */
export const categoryTexts: { readonly [Name in CategoryName]: CategoryText<FieldOf<Name>> } = {
  webinar: {
    operationId: "listWebinarCourses",
    tag: "Webinar courses",
    summary: "List an employee's webinar courses",
    about: "An employee's assignments to webinar courses: attendance, status, post-test score.",
    ...assignment,
  },
  offline: {
    operationId: "listOfflineCourses",
    tag: "Offline courses",
    summary: "List an employee's offline courses",
    about: "An employee's assignments to offline courses, with the same record as webinar courses.",
    ...assignment,
  },
  online: {
    operationId: "listOnlineCourses",
    tag: "Online courses",
    summary: "List an employee's online courses",
    about: "An employee's online courses: progress, test scores, time spent.",
    records: "online courses",
    schema: "OnlineActivity",
    fields: {
      course: "The course, once in the list.",
      postTest: "The post-test's score; null if it was not submitted, or not in time.",
      preTest: "The pre-test's score; null if it was not submitted, or not in time.",
      timeSpent: "The time spent on the course, in seconds.",
      completedAt: "The day of completion, such as 2022-07-22; empty if the course was not submitted, or not in time.",
      status: "The status of the employee's work on the course.",
    },
  },
  courses: {
    operationId: "listCourses",
    tag: "Course catalogue",
    summary: "List your company's courses",
    about: "Your company's courses, all or those with a text in their name.",
    records: "courses",
    schema: "Course",
    fields: {
      serial: "The course's identifier, as `course.serial` of the other lists has it.",
      name: "The display name.",
      description: "What the course is about. The limit is this API's: the published page has none.",
      type: "The kind of the course. This field is this API's: what the published page shows of a course ends before it.",
    },
  },
};

/** The texts of any category, by its name. */
export const textsOf = (name: string): CategoryText => categoryTexts[name as CategoryName];
