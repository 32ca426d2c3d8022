import { columnTablePart } from "./column-table.ts";
import { errorTablePart } from "./error-table.ts";
import { listTablePart } from "./list-table.ts";

/** What is generated of README.md and of infra/IMPORT.md. */
export const readmeParts = [listTablePart, errorTablePart, columnTablePart];

if (import.meta.main) for (const part of readmeParts) await part.write();
