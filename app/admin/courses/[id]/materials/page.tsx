import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { MaterialFieldsPart, type MaterialKind } from "#components/admin/material-fields.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { MATERIAL_PARTS } from "#domain/courses/edit-material.ts";
import { type MaterialRow, listMaterials } from "#domain/courses/get-course-office.ts";
import { formatFileSize } from "#components/ui/file-size.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { addMaterialAction, editMaterialAction, removeMaterialAction, reorderAction } from "./actions.ts";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("admin_courses.materials_title"));

export default async function MaterialsPage({ params }: Props) {
  const t = getTranslator();
  const { office, read } = await findCourse((await params).id);
  const { course, may } = office;
  const materials = await listMaterials(read, course.id);
  const order = materials.map(({ id }) => id);
  return (
    <CourseFrame office={office} tab="materials">
      <div className="grid max-w-3xl gap-5">
        {materials.length === 0 ? (
          <EmptyState icon="document" title={t("admin_courses.no_materials_title")}>
            {t("admin_courses.no_materials_words")}
          </EmptyState>
        ) : (
          <Panel>
            <ol className="-my-2.5">
              {materials.map((material, place) => (
                <li
                  key={material.id}
                  className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-rule py-2.5 last:border-0"
                >
                  <About material={material} />
                  {may.materials && <Change courseId={course.id} material={material} order={order} place={place} />}
                </li>
              ))}
            </ol>
          </Panel>
        )}
        {may.materials && (
          <Panel title={t("admin_courses.add_material_title")}>
            <div className="grid gap-3">
              {ADD.map(({ kind, label }) => (
                <AddMaterial key={kind} courseId={course.id} kind={kind} label={t(label)} />
              ))}
            </div>
          </Panel>
        )}
      </div>
    </CourseFrame>
  );
}

const ADD: { kind: MaterialKind; label: PlainKey }[] = [
  { kind: "text", label: "admin_courses.add_text_button" },
  { kind: "link", label: "admin_courses.add_link_button" },
  { kind: "file", label: "admin_courses.add_file_button" },
];

const ICONS = { text: "document", link: "link", file: "download" } as const;

function About({ material }: { material: MaterialRow }) {
  const { kind, title, url, fileId, fileName, fileBytes } = material;
  return (
    <div className="flex min-w-0 flex-1 basis-60 gap-3">
      <Icon name={ICONS[kind]} className="mt-1 text-ink-faint" />
      <div className="min-w-0">
        <p className="font-[540]">{title}</p>
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
      </div>
    </div>
  );
}

type ChangeProps = { courseId: string; material: MaterialRow; order: string[]; place: number };

function Change({ courseId, material, order, place }: ChangeProps) {
  const t = getTranslator();
  const { id, kind, title, fileId } = material;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {place > 0 && <Move courseId={courseId} order={swapItems(order, place, place - 1)} title={title} up />}
      {place < order.length - 1 && (
        <Move courseId={courseId} order={swapItems(order, place, place + 1)} title={title} />
      )}
      <FoldedForm
        trigger={t("admin_courses.change_button")}
        action={editMaterialAction}
        values={{
          courseId,
          materialId: id,
          kind,
          keptFileId: fileId ?? "",
          seen: getEditVersion(material, MATERIAL_PARTS),
        }}
        className="sm:w-[28rem]"
      >
        <MaterialFieldsPart id={id} kind={kind} material={material} />
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
        values={{ courseId, materialId: id }}
      >
        {t("admin_courses.remove_material_words")}
      </Ask>
    </div>
  );
}

function swapItems(order: string[], one: number, other: number): string[] {
  const moved = [...order];
  [moved[one], moved[other]] = [order[other] as string, order[one] as string];
  return moved;
}

type MoveProps = { courseId: string; order: string[]; title: string; up?: boolean };

function Move({ courseId, order, title, up }: MoveProps) {
  const t = getTranslator();
  return (
    <StateForm action={reorderAction} values={{ courseId, order: order.join(" ") }}>
      <SubmitButton
        size="s"
        variant="quiet"
        aria-label={t(up ? "admin_courses.move_up_label" : "admin_courses.move_down_label", { title })}
      >
        <Icon name={up ? "arrow-up" : "arrow-down"} size={15} />
      </SubmitButton>
    </StateForm>
  );
}

function AddMaterial({ courseId, kind, label }: { courseId: string; kind: MaterialKind; label: string }) {
  const t = getTranslator();
  return (
    <FoldedForm
      trigger={label}
      close={t("admin_courses.not_now_button")}
      action={addMaterialAction}
      values={{ courseId, kind }}
    >
      <MaterialFieldsPart id={`new-${kind}`} kind={kind} />
      <div>
        <SubmitButton size="s" pendingLabel={t("admin_courses.adding_pending")}>
          {t("admin_courses.add_button")}
        </SubmitButton>
      </div>
    </FoldedForm>
  );
}
