import { and, eq, gt } from "drizzle-orm";
import { seatBlocks, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isListedAddress } from "./is-listed-address.ts";

/** What whoever is about to enrol is told of seats that are kept for groups. */
export type BlockSeats = {
  /** A code is taken. */
  takesCode: boolean;
  /** One is kept for the actor by their address, as soon as that is confirmed. */
  isListed: boolean;
  isConfirmed: boolean;
};

export async function getBlockSeats(ctx: ReadCtx, cohortId: string): Promise<BlockSeats> {
  const open = await ctx.read
    .select()
    .from(seatBlocks)
    .where(and(eq(seatBlocks.cohortId, cohortId), eq(seatBlocks.state, "open"), gt(seatBlocks.until, ctx.now)));
  const listed = open.filter(({ addresses, used, seats }) => addresses.length > 0 && used < seats);
  const me = ctx.actor.type === "user" && listed.length > 0 ? ctx.actor.id : undefined;
  const [person] =
    me === undefined
      ? []
      : await ctx.read.select({ email: users.email, verifiedAt: users.verifiedAt }).from(users).where(eq(users.id, me));
  return {
    takesCode: open.some(({ code, used, seats }) => code !== null && used < seats),
    isListed: person !== undefined && listed.some(({ addresses }) => isListedAddress(person.email, addresses)),
    isConfirmed: (person?.verifiedAt ?? null) !== null,
  };
}
