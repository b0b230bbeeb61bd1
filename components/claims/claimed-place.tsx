import { DateTime } from "#components/ui/date.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { ClaimableOffer } from "#domain/checkout/get-claim-offer.ts";

/** Which place it is that a claim link gives. `from`: from whom, in words. */
export function ClaimedPlace({ offer, from }: { offer: ClaimableOffer; from: string }) {
  const { courseTitle, titleLanguage, cohortName, cohortLanguage, startsAt, timezone, place, placeLanguage } = offer;
  return (
    <div className="card p-[22px]">
      <p className="text-small text-ink-soft">{from}</p>
      <h2 className="mt-2 text-[19px]" {...writtenIn(titleLanguage)}>
        {courseTitle}
      </h2>
      <p className="mt-1 text-small text-ink-soft" dir="auto">
        <span {...writtenIn(cohortLanguage)}>{cohortName}</span>
        {startsAt && (
          <span className="block">
            <DateTime instant={startsAt} timezone={timezone} form="datetime" />
          </span>
        )}
        {place && (
          <span className="block" {...writtenIn(placeLanguage)}>
            {place}
          </span>
        )}
      </p>
    </div>
  );
}
