/** The used parts of dynalite, whose package has no types. Each option is in milliseconds. */
declare module "dynalite" {
  import type { Server } from "node:http";

  export default function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
