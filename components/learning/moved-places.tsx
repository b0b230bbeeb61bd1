import type { MovedPlace } from "#domain/orders/select-moved-places.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { writtenIn } from "#components/ui/written-in.ts";

export type MovedPlacesProps = {
  moved: MovedPlace[];
  /** The day of the move is one of the school's; that on which the cohort begins is its own. */
  schoolTimezone: string;
  hrefOf?: (place: MovedPlace) => string;
};

/** Under what was sold: where the place is now, and since when. */
export function MovedPlaces({ moved, schoolTimezone, hrefOf }: MovedPlacesProps) {
  const t = getTranslator();
  return moved.map((place) => {
    const name = <span {...writtenIn(place.cohortLanguage)}>{place.cohortName}</span>;
    const href = hrefOf?.(place);
    const cohort = href ? (
      <a href={href} className="link">
        {name}
      </a>
    ) : (
      name
    );
    return (
      <span
        key={place.enrolmentId}
        {...writtenIn(t.language)}
        className="mt-0.5 block text-small font-normal text-ink-soft"
      >
        {place.movedAt
          ? t.rich("learning.moved_to_on", {
              cohort,
              date: <DateTime instant={place.movedAt} timezone={schoolTimezone} form="date" />,
            })
          : t.rich("learning.moved_to", { cohort })}
        {place.startsAt && (
          <span className="block">
            {t.rich("learning.moved_starts", {
              date: <DateTime instant={place.startsAt} timezone={place.timezone} form="date" />,
            })}
          </span>
        )}
      </span>
    );
  });
}
