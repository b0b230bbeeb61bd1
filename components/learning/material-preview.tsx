import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { MaterialContent } from "#domain/learning/get-material-page.ts";
import { pagePath } from "#messages/page-path.ts";
import { MaterialBody } from "./material-body.tsx";

/** A free preview, with the way to the course that it is from. */
export function MaterialPreview({ material, isPlaying }: { material: MaterialContent; isPlaying: boolean }) {
  const t = getTranslator();
  const { id, slug, title, courseTitle, titleLanguage, language } = material;
  const course = pagePath(`/courses/${slug}`);
  return (
    <article>
      <PageHeader
        title={<span {...writtenIn(language)}>{title}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("catalogue.courses_label"), href: pagePath("/courses") },
              { label: courseTitle, href: course, language: titleLanguage },
              { label: title, language },
            ]}
          />
        }
      />
      <div className="max-w-[68ch]" dir="auto">
        <MaterialBody material={material} at={pagePath(`/courses/${slug}/preview/${id}`)} isPlaying={isPlaying} />
      </div>
      <div className="mt-12 flex max-w-[68ch] flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-rule pt-5">
        <p className="text-small text-ink-soft">{t("catalogue.preview_about")}</p>
        <LinkButton href={course}>{t("catalogue.back_to_course_button")}</LinkButton>
      </div>
    </article>
  );
}
