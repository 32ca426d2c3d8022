import * as z from "zod/mini";
import { multiLine, singleLine } from "./characters.ts";

// The rules of an assignment's fields: what is stored and what is answered keep the same ones.

export const serial = singleLine(1, 128);
export const serialAndName = z.object({ serial, name: singleLine(1, 300) });
export const freeText = multiLine(0, 5_000);
export const userAssignedStatus = z.enum(["Ongoing", "Cleared", "Failed"]);
/** Empty where the course has no post activity. */
export const postActivityStatus = z.enum(["NOT STARTED", "IN PROGRESS", "COMPLETED", "EXPIRED", ""]);
export const postTestAttempt = z.int().check(z.nonnegative());
export const postTestScore = z.number().check(z.nonnegative());
export const postTestPassingScore = z.nullable(z.int());
