import type { Actor } from "../kernel/actor.ts";
import { API_ACTIONS } from "./api-actions.ts";
import { type Action, ACTIONS, isAllowed, getScope } from "../policy.ts";

/** Every scope that a token can have, once each. */
export const SCOPES: readonly string[] = [...new Set(ACTIONS.map(getScope))].sort();

/** The scopes that are of any use to a person: those with something in them that a token can do, and that they may do themselves. */
export function listScopes(actor: Actor): string[] {
  if (actor.type === "system") return [...SCOPES];
  if (actor.type !== "user") return [];
  const own = { ownerId: actor.id, teacherIds: [actor.id] };
  const useful = (action: Action) => isAllowed(actor, action, own);
  return [...new Set(API_ACTIONS.filter(useful).map(getScope))].sort();
}
