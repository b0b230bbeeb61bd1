import type { enrolments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getPlaceMoney, isMoneySimple, type PlaceMoney } from "./get-place-money.ts";

export type MoveMoney = { money: PlaceMoney | undefined; isSimple: boolean };

/** The money of a place, as `computeMovePrice` wants to know it. */
export async function getMoveMoney(read: Reader | Tx, enrolment: typeof enrolments.$inferSelect): Promise<MoveMoney> {
  const money = await getPlaceMoney(read, enrolment);
  return { money, isSimple: money !== undefined && (await isMoneySimple(read, money)) };
}
