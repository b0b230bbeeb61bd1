/** How a cohort stands for somebody who would like a seat. */
export const SEAT_STATES = ["open", "few", "full", "not_yet", "closed", "finished"] as const;
export type SeatState = (typeof SEAT_STATES)[number];

export type SeatFacts = {
  capacity: number | null;
  held: number;
  taken: number;
  opensAt: Date | null;
  closesAt: Date | null;
  endsAt: Date | null;
};

/** So many seats or fewer are "few": worth a word, so that nobody waits a day too long. */
const FEW_SEATS = 5;

/** How many seats are free; null when there is no limit. A held seat is not free. */
export function countFreeSeats({
  capacity,
  held,
  taken,
}: Pick<SeatFacts, "capacity" | "held" | "taken">): number | null {
  return capacity === null ? null : Math.max(0, capacity - held - taken);
}

/** The same order in which enrolling refuses: what is over is over, however many seats are free. */
export function getSeatState(cohort: SeatFacts, now: Date): SeatState {
  if (cohort.endsAt && cohort.endsAt <= now) return "finished";
  if (cohort.opensAt && now < cohort.opensAt) return "not_yet";
  if (cohort.closesAt && cohort.closesAt <= now) return "closed";
  const left = countFreeSeats(cohort);
  if (left === null) return "open";
  if (left === 0) return "full";
  return left <= FEW_SEATS ? "few" : "open";
}
