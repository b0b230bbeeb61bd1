import { Refusal } from "../kernel/refusal.ts";

type Window = {
  state: "open" | "cancelled";
  courseState: "draft" | "published" | "archived";
  opensAt: Date | null;
  closesAt: Date | null;
  endsAt: Date | null;
};

/** What is not published does not exist for a student; what is not open yet, or no longer, says so. */
export function assertEnrolmentOpen(cohort: Window, now: Date): void {
  if (cohort.courseState !== "published" || cohort.state !== "open") throw new Refusal("not_found");
  if (cohort.opensAt && now < cohort.opensAt) throw new Refusal("enrolment_not_open");
  const closes = cohort.closesAt ?? cohort.endsAt;
  if (closes && now >= closes) throw new Refusal("enrolment_closed");
}

/**
 * A seat that was offered can be taken for as long as the offer says, also when enrolment has closed or the course has left the
 * catalogue meanwhile: it was promised. Only what no longer takes place ends it.
 */
export function assertOfferOpen(cohort: Pick<Window, "state" | "endsAt">, now: Date): void {
  if (cohort.state !== "open") throw new Refusal("not_found");
  if (isCohortOver(cohort, now)) throw new Refusal("enrolment_closed");
}

export function isCohortOver({ endsAt }: Pick<Window, "endsAt">, now: Date): boolean {
  return endsAt !== null && endsAt <= now;
}
