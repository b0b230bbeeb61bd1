import { Badge } from "#components/ui/badge.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { MaterialPage } from "#domain/learning/get-material-page.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { MaterialBody } from "./material-body.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import { describeRelease } from "./release-words.ts";

type FormTo = (form: FormData) => Promise<void>;

export type MaterialViewProps = {
  material: MaterialPage;
  isPlaying: boolean;
  markDone: FormTo;
  undoDone: FormTo;
};

/** A material as a page, with what says that it is done and the way to the one before and the one after. */
export function MaterialView({ material, isPlaying, markDone, undoDone }: MaterialViewProps) {
  const t = getTranslator();
  const { slug, title, courseTitle, titleLanguage, language, position, total, progress } = material;
  const released = material.done === null ? describeRelease(material.release) : undefined;
  return (
    <article>
      <PageHeader
        title={<span {...writtenIn(language)}>{title}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("learning.my_learning_label"), href: "/learning" },
              { label: courseTitle, href: `/learning/${slug}`, language: titleLanguage },
              { label: title, language },
            ]}
          />
        }
      />
      {material.done === null && (released || material.isPreview) && (
        <p className="mb-5 flex flex-wrap items-center gap-2 text-small text-ink-soft">
          {released}
          {material.isPreview && <Badge>{t("learning.free_preview")}</Badge>}
        </p>
      )}
      <div className="max-w-[68ch]" dir="auto">
        <MaterialBody material={material} at={`/learning/${slug}/${material.id}`} isPlaying={isPlaying} />
      </div>
      <div className="mt-12 max-w-[68ch] border-t border-rule pt-5 print:hidden">
        {material.done !== null && (
          <div className="mb-6 grid gap-4">
            <Mark material={material} markDone={markDone} undoDone={undoDone} />
            <ProgressBar progress={progress} />
          </div>
        )}
        <nav aria-label={t("learning.materials_label")}>
          <p className="num text-tiny text-ink-faint">{t("learning.position_of_total", { position, total })}</p>
          <div className="mt-2 flex flex-wrap justify-between gap-x-8 gap-y-3">
            <Neighbour slug={slug} to={material.previous} back />
            <Neighbour slug={slug} to={material.next} />
          </div>
        </nav>
      </div>
    </article>
  );
}

function Mark({ material, markDone, undoDone }: Omit<MaterialViewProps, "isPlaying">) {
  const t = getTranslator();
  const { id, slug, next, done } = material;
  const which = (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="materialId" value={id} />
    </>
  );
  if (done) {
    return (
      <form action={undoDone} className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {which}
        <p className="flex items-center gap-2 text-small">
          <Icon name="check" size={16} className="text-ok" /> {t("learning.done_status")}
        </p>
        <SubmitButton size="s" variant="quiet">
          {t("learning.undo_done_button")}
        </SubmitButton>
      </form>
    );
  }
  return (
    <form action={markDone} className="flex flex-wrap gap-3">
      {which}
      {next && (
        <SubmitButton name="goTo" value={next.id}>
          {t("learning.mark_done_next_button")}
        </SubmitButton>
      )}
      <SubmitButton variant={next ? "quiet" : "primary"}>{t("learning.mark_done_button")}</SubmitButton>
    </form>
  );
}

type NeighbourProps = { slug: string; to: { id: string; title: string } | null; back?: boolean };

function Neighbour({ slug, to, back = false }: NeighbourProps) {
  if (!to) return <span />;
  return (
    <a href={`/learning/${slug}/${to.id}`} className="link inline-flex min-w-0 items-center gap-1.5">
      {back && <Icon name="chevron-left" size={16} />}
      <span className="[overflow-wrap:anywhere]" dir="auto">
        {to.title}
      </span>
      {!back && <Icon name="chevron-right" size={16} />}
    </a>
  );
}
