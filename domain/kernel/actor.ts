import type { Role } from "#db/enums.ts";

/** Who does something. A visitor has not signed in; the system is a job, a provider's message or a command of the operator. */
export type Actor =
  | {
      type: "user";
      id: string;
      roles: readonly Role[];
      /** What an API token may do; none for somebody in a browser. */
      scopes?: readonly string[];
      /** The session that asks; none for an API token. */
      sessionId?: string;
      /** When they last showed who they are: by signing in, or by typing their password again. None for an API token. */
      provenAt?: Date;
    }
  | { type: "visitor" }
  | { type: "system"; job: string };

export const visitor: Actor = { type: "visitor" };

export function createSystemActor(job: string): Actor {
  return { type: "system", job };
}

/** The name under which an actor stands in the audit log and the history. */
export function getActorId(actor: Actor): string {
  if (actor.type === "user") return actor.id;
  return actor.type === "system" ? actor.job : "";
}

export const STAFF_ROLES: readonly Role[] = ["instructor", "support", "finance", "admin", "owner"];

export function isStaff(actor: Actor): boolean {
  return actor.type === "user" && actor.roles.some((role) => STAFF_ROLES.includes(role));
}
