import type { MyEnrolment } from "#domain/learning/get-my-courses.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Hours, type Reading } from "./hours.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type NextMeetingCardProps = { place: MyEnrolment; viewer: Reading };

/** What comes next of all, before everything else. */
export function NextMeetingCard({ place, viewer }: NextMeetingCardProps) {
  const t = getTranslator();
  const { next, slug, title, titleLanguage, timezone } = place;
  if (!next) return null;
  return (
    <section aria-labelledby="next-meeting" className="card p-5 sm:p-[22px] [overflow-wrap:anywhere]">
      <h2 id="next-meeting" className="mb-2 font-sans text-tiny font-[540] tracking-normal text-ink-faint">
        {next.startsAt <= viewer.now ? t("learning.now") : t("learning.next_heading")}
      </h2>
      <p className="title text-[21px] leading-snug [overflow-wrap:anywhere]" {...writtenIn(titleLanguage)}>
        <a href={`/learning/${slug}`} className="hover:underline">
          {title}
        </a>
      </p>
      {next.title && (
        <p className="mt-0.5" {...writtenIn(next.titleLanguage)}>
          {next.title}
        </p>
      )}
      <p className="mt-2.5 flex gap-2.5 text-small">
        <Icon name="clock" className="mt-[2px] text-ink-faint" />
        <Hours {...next} timezone={timezone} viewer={viewer} />
      </p>
      {next.place && (
        <p className="mt-1 flex gap-2.5 text-small">
          <Icon name="house" className="mt-[2px] text-ink-faint" />
          <span {...writtenIn(next.placeLanguage)}>{next.place}</span>
        </p>
      )}
      {next.link && (
        <p className="mt-1 flex gap-2.5 text-small">
          <Icon name="link" className="mt-[2px] text-ink-faint" />
          <a className="link" href={next.link} rel="noopener">
            {t("learning.join_online")}
          </a>
        </p>
      )}
    </section>
  );
}
