import { DragMaterials } from "#components/admin/drag-materials.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { MaterialFieldsPart, type MaterialKind } from "#components/admin/material-fields.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, StateForm } from "#components/forms/state-form.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listMaterials, listSections } from "#domain/courses/get-course-office.ts";
import { LENGTHS } from "#domain/courses/inputs.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { addMaterialAction, addSectionAction, moveMaterialAction, moveSectionAction } from "./actions.ts";
import { MaterialRowItem } from "./material-row.tsx";
import { SectionHead } from "./section-head.tsx";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("admin_courses.materials_title"));

/** What students open, under its sections: put in order by dragging or by buttons, and each with when it is published. */
export default async function MaterialsPage({ params }: Props) {
  const t = getTranslator();
  const { office, read } = await findCourse((await params).id);
  const { course, may } = office;
  const materials = await listMaterials(read, course.id);
  const sections = await listSections(read, course.id);
  const choices = sections.map(({ id, title }) => ({ value: id, label: title }));
  const under = (sectionId: string | null) => materials.filter((material) => material.sectionId === sectionId);
  const rows = (sectionId: string | null) =>
    under(sectionId).map((material) => (
      <MaterialRowItem
        key={material.id}
        course={course}
        material={material}
        mayEdit={may.materials}
        sections={choices}
        isFirst={material.id === materials[0]?.id && (sectionId === null || sections[0]?.id === undefined)}
        isLast={material.id === materials.at(-1)?.id && sectionId === (sections.at(-1)?.id ?? null)}
      />
    ));
  return (
    <CourseFrame office={office} tab="materials">
      <div className="grid max-w-3xl gap-5">
        {materials.length === 0 && sections.length === 0 && (
          <EmptyState icon="document" title={t("admin_courses.no_materials_title")}>
            {t("admin_courses.no_materials_words")}
          </EmptyState>
        )}
        <DragMaterials courseId={course.id} moveMaterial={moveMaterialAction} moveSection={moveSectionAction}>
          {under(null).length > 0 && (
            <div data-section="">
              <Panel>
                <ol className="-my-2.5">{rows(null)}</ol>
              </Panel>
            </div>
          )}
          {sections.map((section, place) => (
            <div key={section.id} data-section={section.id}>
              <Panel>
                <SectionHead
                  course={course}
                  section={section}
                  mayEdit={may.materials}
                  isFirst={place === 0}
                  isLast={place === sections.length - 1}
                />
                {under(section.id).length === 0 ? (
                  <p className="mt-2 text-small text-ink-faint">{t("admin_courses.section_is_empty")}</p>
                ) : (
                  <ol className="-mb-2.5">{rows(section.id)}</ol>
                )}
              </Panel>
            </div>
          ))}
        </DragMaterials>
        {may.materials && (
          <>
            <Panel title={t("admin_courses.add_material_title")}>
              <div className="grid gap-3">
                {ADD.map(({ kind, label }) => (
                  <AddMaterial key={kind} courseId={course.id} kind={kind} label={t(label)} sections={choices} />
                ))}
              </div>
            </Panel>
            <Panel title={t("admin_courses.add_section_title")}>
              <StateForm action={addSectionAction} values={{ courseId: course.id }} className="grid gap-3.5">
                <FormInput
                  id="new-section-title"
                  name="title"
                  label={t("admin_courses.section_title_label")}
                  maxLength={LENGTHS.title}
                  required
                />
                <div>
                  <SubmitButton size="s" variant="quiet" pendingLabel={t("admin_courses.adding_pending")}>
                    {t("admin_courses.add_button")}
                  </SubmitButton>
                </div>
              </StateForm>
            </Panel>
          </>
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

type AddProps = { courseId: string; kind: MaterialKind; label: string; sections: { value: string; label: string }[] };

function AddMaterial({ courseId, kind, label, sections }: AddProps) {
  const t = getTranslator();
  return (
    <FoldedForm
      trigger={label}
      close={t("admin_courses.not_now_button")}
      action={addMaterialAction}
      values={{ courseId, kind }}
    >
      <MaterialFieldsPart id={`new-${kind}`} kind={kind} sections={sections} />
      <div>
        <SubmitButton size="s" pendingLabel={t("admin_courses.adding_pending")}>
          {t("admin_courses.add_button")}
        </SubmitButton>
      </div>
    </FoldedForm>
  );
}
