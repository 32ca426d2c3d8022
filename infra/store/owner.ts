import * as z from "zod/mini";
import { companySerial } from "../../functions/shared/auth/client-registry.ts";
import { singleLine } from "../../functions/shared/characters.ts";

/** The owner of a list, as import and export files name it. */
export const owner = z.object({ companySerial, employeeID: singleLine(1, 128) });
export type Owner = z.output<typeof owner>;
