import type { Cohort } from "./machine.ts";

/** That a cohort is not certain to take place: from how many students on it does, how many are still missing, and when it is decided. */
export type Tentative = { studentsMin: number; missing: number; confirmBy: Date | null };

/** None for a cohort that always takes place, or of which the school has said that it does. Only who has a place counts. */
export function getTentative({
  studentsMin,
  confirmedAt,
  confirmBy,
  taken,
}: Pick<Cohort, "studentsMin" | "confirmedAt" | "confirmBy" | "taken">): Tentative | null {
  if (studentsMin === null || confirmedAt !== null) return null;
  return { studentsMin, missing: Math.max(0, studentsMin - taken), confirmBy };
}
