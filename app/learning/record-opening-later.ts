import { after } from "next/server";
import { recordOpening } from "#domain/access/record-opening.ts";
import type { Access } from "#domain/access/get-access.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { log } from "#providers/log.ts";
import { BESIDE_ALL, write } from "#runtime";

/**
 * Records that a student opened a course or a material, once the page has left: nobody waits for it, and losing it harms
 * nobody. What teachers and the office look at is not recorded.
 */
export function recordOpeningLater(
  actor: Actor,
  access: Access,
  what: { courseId: string; materialId?: string },
): void {
  if (access.why !== "enrolled") return;
  after(async () => {
    try {
      await write({ actor }, (ctx) => recordOpening(ctx, what), { durable: false, beside: BESIDE_ALL });
    } catch (error) {
      log().warn({ err: error, ...what }, "the opening of a material could not be recorded");
    }
  });
}
