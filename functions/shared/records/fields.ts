import * as z from "zod/mini";
import { multiLine, singleLine } from "../characters.ts";

// The fields that records of several categories have.

export const serial = singleLine(1, 128);
export const serialAndName = z.object({ serial, name: singleLine(1, 300) });
export const freeText = multiLine(0, 5_000);
export const count = z.int().check(z.nonnegative());
export const score = z.number().check(z.nonnegative());
