import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { ClaimableOffer } from "#domain/checkout/get-claim-offer.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";

/** Which place it is that a claim link gives, and from whom. */
export function ClaimedPlace({ offer }: { offer: ClaimableOffer }) {
  const t = getTranslator();
  const { courseTitle, titleLanguage, cohortName, cohortLanguage, startsAt, timezone, place, placeLanguage } = offer;
  const [buyer, name] = [isolateText(offer.buyerName), isolateText(offer.name)];
  return (
    <div className="card p-[22px]">
      <p className="text-small text-ink-soft">
        {offer.name === "" ? t("claims.from", { buyer }) : t("claims.from_for", { buyer, name })}
      </p>
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
