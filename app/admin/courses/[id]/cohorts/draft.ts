import type { CohortDraft } from "#components/admin/cohort-fields.tsx";
import type { Cohort } from "#domain/courses/machine.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";

/** A cohort as its form shows it. */
export function toCohortDraft(cohort: Cohort): CohortDraft {
  const { timezone, priceMinor, netPriceMinor, currency } = cohort;
  return {
    name: cohort.name,
    startsAt: cohort.startsAt,
    endsAt: cohort.endsAt,
    timezone,
    place: cohort.place,
    capacity: countText(cohort.capacity),
    price: toDecimal({ minor: netPriceMinor ?? priceMinor, currency }),
    priceTax: netPriceMinor === null ? "included" : "added",
    currency,
    opensAt: cohort.opensAt,
    closesAt: cohort.closesAt,
    accessDays: countText(cohort.accessDays),
    accessUntil: cohort.accessUntil ?? "",
    renewal: cohort.renewal,
    renewalDays: countText(cohort.renewalDays),
    renewalPrice: toDecimal({ minor: cohort.renewalPriceMinor, currency }),
    renewalsMax: countText(cohort.renewalsMax),
    waitingList: cohort.waitingList,
    completionMaterialsPercent: countText(cohort.completionMaterialsPercent),
    completionAttendancePercent: countText(cohort.completionAttendancePercent),
  };
}

const countText = (count: number | null) => (count === null ? "" : String(count));

/** A new one begins with what the school usually does. */
export function emptyDraft({ timezone, currency }: SchoolSettings): CohortDraft {
  return {
    name: "",
    startsAt: null,
    endsAt: null,
    timezone,
    place: "",
    capacity: "",
    price: "",
    priceTax: "included",
    currency,
    opensAt: null,
    closesAt: null,
    accessDays: "",
    accessUntil: "",
    renewal: "none",
    renewalDays: "",
    renewalPrice: "",
    renewalsMax: "",
    waitingList: true,
    completionMaterialsPercent: "",
    completionAttendancePercent: "",
  };
}
