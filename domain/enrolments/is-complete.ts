/** What a cohort asks, in percent; null is not asked. */
export type CompletionRule = {
  completionMaterialsPercent: number | null;
  completionAttendancePercent: number | null;
};

/** What a student has done of it. `materials` and `meetings` are how many there are. */
export type CompletionCounts = {
  done: number;
  materials: number;
  /** Whether any of it was done since this enrolment began, and not all in an earlier one of the same course. */
  hasDoneSince: boolean;
  attended: number;
  meetings: number;
};

/**
 * Whether an enrolment completes by itself. A cohort that asks nothing leaves it to a person's word. Of no materials, or no meetings,
 * no share is done: what is asked of nothing is not fulfilled, so that nobody completes a course before anything stands in it. Who takes
 * a course again has what they did before, and completes it again with the first thing that they do.
 */
export function isComplete(rule: CompletionRule, counts: CompletionCounts): boolean {
  const { completionMaterialsPercent: materials, completionAttendancePercent: attendance } = rule;
  if (materials === null && attendance === null) return false;
  return (
    (materials === null || (counts.hasDoneSince && isShare(counts.done, counts.materials, materials))) &&
    (attendance === null || isShare(counts.attended, counts.meetings, attendance))
  );
}

/** In whole numbers: 2 of 3 are not 67 percent, whatever a rounded bar shows. */
const isShare = (part: number, whole: number, percent: number) => whole > 0 && part * 100 >= percent * whole;

/** How many percent are done, for a bar: rounded down, so that only what is done is full. Of nothing it is 0. */
export const getPercent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.floor((part * 100) / whole));
