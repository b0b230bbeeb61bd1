import type { ReactNode } from "react";

/** The id of the radio button that picks an offering. */
export function pickId(cohortId: string): string {
  return `pick-${cohortId}`;
}

/** What belongs to one offering: shown while it is picked, with or without a script. */
export function ForCohort({ cohortId, children }: { cohortId: string; children: ReactNode }) {
  return <div data-cohort={cohortId}>{children}</div>;
}

/**
 * Shows of several offerings the one that is picked. The style sheet does it, so that it works without a script: which
 * radio button is checked decides what is shown elsewhere on the page. Ids are ours and safe in a selector.
 */
export function ShowPicked({ cohortIds }: { cohortIds: string[] }) {
  if (cohortIds.length < 2) return null;
  const rules = cohortIds.map((id) => `[data-course]:has(#${pickId(id)}:checked) [data-cohort="${id}"]{display:block}`);
  return <style>{`[data-cohort]{display:none}${rules.join("")}`}</style>;
}
