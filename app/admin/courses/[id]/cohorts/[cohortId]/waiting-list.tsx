import { Panel } from "#components/admin/panel.tsx";
import { DateTime } from "#components/ui/date.tsx";
import type { WaitingPerson } from "#domain/waiting/list-waiting.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type WaitingListProps = { people: WaitingPerson[]; more: number; timezone: string };

/** Who waits for a seat, in their order; nothing where nobody does. The hours are the school's. */
export function WaitingListPanel({ people, more, timezone }: WaitingListProps) {
  const t = getTranslator();
  if (people.length === 0) return null;
  return (
    <Panel
      title={t("admin_courses.waiting_list_title")}
      aside={<span className="text-ink-soft">{timezone.replaceAll("_", " ")}</span>}
    >
      <ol className="list-decimal ps-6">
        {people.map(({ id, studentId, name, since, offerExpiresAt }) => (
          <li key={id} className="py-1.5">
            <a className="link" href={`/admin/students/${studentId}`}>
              {name}
            </a>
            <p className="text-small text-ink-soft">
              {t.rich("admin_courses.waiting_since", {
                dateTime: <DateTime instant={since} timezone={timezone} showZone={false} />,
              })}
            </p>
            {offerExpiresAt && (
              <p className="text-small">
                {t.rich("admin_courses.seat_offered_until", {
                  dateTime: <DateTime instant={offerExpiresAt} timezone={timezone} showZone={false} />,
                })}
              </p>
            )}
          </li>
        ))}
      </ol>
      {more > 0 && <p className="mt-2 text-small text-ink-soft">{t("admin_courses.more_people_wait", { more })}</p>}
    </Panel>
  );
}
