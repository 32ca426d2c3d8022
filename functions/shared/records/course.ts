import * as z from "zod/mini";
import { freeText, serialAndName } from "./fields.ts";

/** One course of a company's catalogue, its fields in the order in which the API gives them. */
export const course = z.object({
  ...serialAndName.shape,
  description: freeText,
  type: z.enum(["online", "webinar", "offline"]),
});
export type Course = z.output<typeof course>;
