/** The ways to bring a copy of all lists up to date, under the names that figures have them by. */
export const NIGHTS = ["by the feed", "one call an employee", "one call an employee with its ETag"] as const;
