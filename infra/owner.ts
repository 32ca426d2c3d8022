import * as z from "zod/mini";
import { singleLine } from "../functions/shared/characters.ts";
import { companySerial } from "../functions/shared/clients.ts";

/** Whose a list is, as files name it. */
export const owner = z.object({ companySerial, employeeID: singleLine(1, 128) });
export type Owner = z.output<typeof owner>;
