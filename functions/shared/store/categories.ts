import { storedAssignment } from "./stored-assignment.ts";

/**
 * The course categories whose lists the table has: each one's name, as it is in a list's key and at the end of
 * the route's path, and the schema of its stored records.
 */
export const categories = {
  webinar: { name: "webinar", record: storedAssignment },
} as const;
