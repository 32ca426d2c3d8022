import { storedAssignment } from "./stored-assignment.ts";

/**
 * The course categories that the table has lists of: each one's name, as it stands in a list's key and at the end of the
 * route's path, and the schema of its stored records.
 */
export const categories = {
  webinar: { name: "webinar", record: storedAssignment },
} as const;
