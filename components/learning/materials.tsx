import type { PlainKey } from "#messages/message.ts";
import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { CourseInside } from "#domain/learning/get-course-inside.ts";
import type { CourseMaterials, MaterialEntry } from "#domain/learning/load-materials.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { describeRelease } from "./release-words.ts";

const ICONS: Record<MaterialEntry["kind"], IconName> = { text: "document", link: "link", file: "download" };
const KINDS: Record<MaterialEntry["kind"], PlainKey> = {
  text: "learning.kinds_text",
  link: "learning.kinds_link",
  file: "learning.kinds_file",
};

export type MaterialsProps = {
  /** `language` is that in which the course is written. */
  course: Pick<CourseInside, "slug" | "language" | "contents" | "cohorts" | "access">;
};

/** What there is to read, follow and fetch, in the teacher's order, and how much of it is done. */
export function Materials({ course }: MaterialsProps) {
  const t = getTranslator();
  const { slug, language, contents, access } = course;
  const { materials, upcoming } = contents;
  const isStudent = access.why === "enrolled";
  return (
    <section aria-labelledby="materials">
      <h2 id="materials" className="mb-3.5">
        {t("learning.materials_heading")}
      </h2>
      {isStudent && <OwnProgress course={course} />}
      {materials.length === 0 && upcoming === 0 && (
        <p className="border-t border-rule py-4 text-small text-ink-soft">{t("learning.nothing_yet")}</p>
      )}
      {toGroups(contents).map(({ section, entries }) => (
        <div key={section?.id ?? ""} className="mb-7 last:mb-0">
          {section && (
            <h3 className="mb-2 [overflow-wrap:anywhere]" {...writtenIn(section.titleLanguage)}>
              {section.title}
            </h3>
          )}
          <ol className="border-t border-rule">
            {entries.map((entry) => (
              <Row key={entry.id} entry={entry} slug={slug} language={language} isStudent={isStudent} />
            ))}
          </ol>
        </div>
      ))}
      {upcoming > 0 && (
        <p className="mt-3 text-small text-ink-faint">{t("learning.upcoming_materials", { count: upcoming })}</p>
      )}
    </section>
  );
}

/** How far somebody is, where they go on, and what completes the course by itself. */
function OwnProgress({ course: { slug, language, contents, cohorts } }: MaterialsProps) {
  const t = getTranslator();
  const { progress, next, upcoming } = contents;
  const isCompleted = cohorts.some(({ state }) => state === "completed");
  if (progress.total === 0) return null;
  return (
    <div className="mb-6 grid gap-3" data-progress>
      <ProgressBar progress={progress} />
      {isCompleted && (
        <p className="flex items-center gap-2 text-small">
          <Icon name="check" size={16} className="text-ok" /> {t("learning.course_completed")}
        </p>
      )}
      {!isCompleted && cohorts.map((cohort) => <Rule key={cohort.id} {...cohort} />)}
      {next && (
        <p>
          <LinkButton href={`/learning/${slug}/${next.id}`} className="max-w-full">
            <span className="[overflow-wrap:anywhere]">
              {t.rich(next.isStarted ? "learning.continue_button" : "learning.start_button", {
                title: <span {...writtenIn(language)}>{next.title}</span>,
              })}
            </span>
          </LinkButton>
        </p>
      )}
      {!next && upcoming === 0 && <p className="text-small text-ink-soft">{t("learning.all_done")}</p>}
    </div>
  );
}

function Rule(cohort: CourseInside["cohorts"][number]) {
  const t = getTranslator();
  const { completionMaterialsPercent: materials, completionAttendancePercent: attendance } = cohort;
  if (cohort.state !== "active" || (materials === null && attendance === null)) return null;
  return (
    <p className="text-small text-ink-soft">
      {materials !== null && attendance !== null
        ? t("learning.completes_with_both", { materials, attendance })
        : materials !== null
          ? t("learning.completes_with_materials", { materials })
          : t("learning.completes_with_attendance", { attendance: attendance ?? 0 })}
    </p>
  );
}

type Group = { section: { id: string; title: string; titleLanguage: string } | undefined; entries: MaterialEntry[] };

/** Materials of one section follow one another. */
function toGroups({ materials, sections }: CourseMaterials): Group[] {
  const groups: Group[] = [];
  for (const entry of materials) {
    const section = entry.sectionId === null ? undefined : sections.get(entry.sectionId);
    const last = groups.at(-1);
    if (last && last.section === section) last.entries.push(entry);
    else groups.push({ section, entries: [entry] });
  }
  return groups;
}

type RowProps = { entry: MaterialEntry; slug: string; language: string; isStudent: boolean };

function Row({ entry, slug, language, isStudent }: RowProps) {
  const t = getTranslator();
  const { id, title, kind, opened, done, release, isPreview } = entry;
  const released = isStudent ? undefined : describeRelease(release);
  return (
    <li className="border-b border-rule">
      <a
        href={`/learning/${slug}/${id}`}
        className="-mx-3 flex items-start gap-3 rounded-md px-3 py-3.5 hover:bg-sunken"
      >
        <Icon name={ICONS[kind]} className="mt-[3px] text-ink-faint" />
        <span className="min-w-0 flex-1">
          <span className="font-[560] [overflow-wrap:anywhere]" {...writtenIn(language)}>
            {title}
          </span>
          <span className="block text-tiny text-ink-faint">{t(KINDS[kind])}</span>
          {released && <span className="block text-tiny text-ink-soft">{released}</span>}
        </span>
        {!isStudent && isPreview && <Badge>{t("learning.free_preview")}</Badge>}
        {(done || opened) && (
          <span className={`mt-[3px] flex items-center gap-1 text-tiny ${done ? "text-ok" : "text-ink-faint"}`}>
            {done && <Icon name="check" size={14} />} {t(done ? "learning.done" : "learning.opened")}
          </span>
        )}
      </a>
    </li>
  );
}
