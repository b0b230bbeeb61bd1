import type { ApplicationState } from "#db/enums.ts";
import { applications } from "#db/schema/index.ts";
import type { Machine } from "../kernel/machine.ts";

export type Application = typeof applications.$inferSelect;

/** Somebody asks for a place, and the office decides. It is decided once; whoever was declined or lost the place applies anew. */
export const applicationMachine: Machine<ApplicationState, Application> = {
  object: "application",
  table: applications,
  moves: { applied: ["approved", "declined", "withdrawn"], approved: [], declined: [], withdrawn: [] },
};
