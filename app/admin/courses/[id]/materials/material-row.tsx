import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { MaterialFieldsPart } from "#components/admin/material-fields.tsx";
import { formatDay } from "#components/learning/release-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";
import { Icon } from "#components/ui/icon.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { MATERIAL_PARTS } from "#domain/courses/edit-material.ts";
import type { MaterialRow } from "#domain/courses/get-course-office.ts";
import type { Course } from "#domain/courses/machine.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { editMaterialAction, moveMaterialAction, removeMaterialAction } from "./actions.ts";
import { DragHandle, MoveButton } from "./move-button.tsx";

export type MaterialRowItemProps = {
  course: Pick<Course, "id" | "language">;
  material: MaterialRow;
  mayEdit: boolean;
  /** All sections, to choose from. */
  sections: { value: string; label: string }[];
  /** Of the whole course: it goes no further up, or down. */
  isFirst: boolean;
  isLast: boolean;
};

/** One material as those see it who run the course: what it is, when it is published, and what can be done with it. */
export function MaterialRowItem(props: MaterialRowItemProps) {
  const { course, material, mayEdit } = props;
  return (
    <li
      data-material={material.id}
      className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-rule py-2.5 last:border-0"
    >
      <About material={material} language={course.language} mayEdit={mayEdit} />
      {mayEdit && <Change {...props} />}
    </li>
  );
}

const ICONS = { text: "document", link: "link", file: "download" } as const;

function About({ material, language, mayEdit }: { material: MaterialRow; language: string; mayEdit: boolean }) {
  const { kind, title, url, fileId, fileName, fileBytes } = material;
  return (
    <div className="flex min-w-0 flex-1 basis-60 gap-3">
      {mayEdit && <DragHandle kind="material" title={title} />}
      <Icon name={ICONS[kind]} className="mt-1 text-ink-faint" />
      <div className="min-w-0">
        <p className="font-[540]" {...writtenIn(language)}>
          {title}
        </p>
        {kind === "link" && (
          <a href={url} className="link break-all text-small" rel="noreferrer">
            {url}
          </a>
        )}
        {kind === "file" && fileId && (
          <a href={`/files/${fileId}`} className="link break-all text-small">
            {fileName}
            {fileBytes !== null && `, ${formatFileSize(fileBytes)}`}
          </a>
        )}
        <Published material={material} />
      </div>
    </div>
  );
}

/** What is not simply there for every student is marked. */
function Published({ material: { publishOn, publishAfterDays, isPreview } }: { material: MaterialRow }) {
  const t = getTranslator();
  if (publishOn === null && publishAfterDays === null && !isPreview) return null;
  return (
    <p className="mt-1 flex flex-wrap gap-2">
      {publishOn !== null && <Badge>{t("admin_courses.release_from_badge", { day: formatDay(publishOn) })}</Badge>}
      {publishAfterDays !== null && <Badge>{t("admin_courses.release_after_badge", { days: publishAfterDays })}</Badge>}
      {isPreview && <Badge tone="info">{t("admin_courses.preview_badge")}</Badge>}
    </p>
  );
}

function Change({ course, material, sections, isFirst, isLast }: MaterialRowItemProps) {
  const t = getTranslator();
  const { id, kind, title, fileId } = material;
  const which = { courseId: course.id, materialId: id };
  return (
    <div className="flex flex-wrap items-start gap-2">
      {!isFirst && <MoveButton action={moveMaterialAction} values={which} direction="up" title={title} />}
      {!isLast && <MoveButton action={moveMaterialAction} values={which} direction="down" title={title} />}
      <FoldedForm
        trigger={t("admin_courses.change_button")}
        action={editMaterialAction}
        values={{ ...which, kind, keptFileId: fileId ?? "", seen: getEditVersion(material, MATERIAL_PARTS) }}
        className="sm:w-[28rem]"
      >
        <MaterialFieldsPart id={id} kind={kind} material={material} sections={sections} />
        <div>
          <SubmitButton size="s">{t("admin_courses.save_button")}</SubmitButton>
        </div>
      </FoldedForm>
      <Ask
        id={`remove-${id}`}
        trigger={t("admin_courses.take_out_button")}
        title={t("admin_courses.remove_material_title", { title })}
        confirmLabel={t("admin_courses.confirm_take_out_button")}
        why={false}
        action={removeMaterialAction}
        values={which}
      >
        {t("admin_courses.remove_material_words")}
      </Ask>
    </div>
  );
}
