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
import { CourseFrame, courseTitle, findCourse } from "../frame.tsx";
import { addMaterialAction, editMaterialAction, removeMaterialAction, reorderAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) => courseTitle(params, "Materials");

export default async function MaterialsPage({ params }: Props) {
  const { office, read } = await findCourse((await params).id);
  const { course, may } = office;
  const materials = await listMaterials(read, course.id);
  const order = materials.map(({ id }) => id);
  return (
    <CourseFrame office={office} tab="materials">
      <div className="grid max-w-3xl gap-5">
        {materials.length === 0 ? (
          <EmptyState icon="document" title="Nothing to open yet">
            Texts to read, links to follow and files to fetch. Students see them in this order, once they have a place.
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
          <Panel title="Add something">
            <div className="grid gap-3">
              {ADD.map(({ kind, add }) => (
                <AddMaterial key={kind} courseId={course.id} kind={kind} label={add} />
              ))}
            </div>
          </Panel>
        )}
      </div>
    </CourseFrame>
  );
}

const ADD: { kind: MaterialKind; add: string }[] = [
  { kind: "text", add: "A text to read" },
  { kind: "link", add: "A link to follow" },
  { kind: "file", add: "A file to fetch" },
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
  const { id, kind, title, fileId } = material;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {place > 0 && <Move courseId={courseId} order={swapped(order, place, place - 1)} title={title} up />}
      {place < order.length - 1 && <Move courseId={courseId} order={swapped(order, place, place + 1)} title={title} />}
      <FoldedForm
        trigger="Change"
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
          <SubmitButton size="s">Save</SubmitButton>
        </div>
      </FoldedForm>
      <Ask
        id={`remove-${id}`}
        trigger="Take out"
        title={`Take “${title}” out of the course?`}
        confirmLabel="Take it out"
        why={false}
        action={removeMaterialAction}
        values={{ courseId, materialId: id }}
      >
        Students can no longer open it. This cannot be undone.
      </Ask>
    </div>
  );
}

function swapped(order: string[], one: number, other: number): string[] {
  const moved = [...order];
  [moved[one], moved[other]] = [order[other] as string, order[one] as string];
  return moved;
}

type MoveProps = { courseId: string; order: string[]; title: string; up?: boolean };

function Move({ courseId, order, title, up }: MoveProps) {
  return (
    <StateForm action={reorderAction} values={{ courseId, order: order.join(" ") }}>
      <SubmitButton size="s" variant="quiet" aria-label={`Move ${title} ${up ? "up" : "down"}`}>
        <Icon name={up ? "arrow-up" : "arrow-down"} size={15} />
      </SubmitButton>
    </StateForm>
  );
}

function AddMaterial({ courseId, kind, label }: { courseId: string; kind: MaterialKind; label: string }) {
  return (
    <FoldedForm trigger={label} close="Not now" action={addMaterialAction} values={{ courseId, kind }}>
      <MaterialFieldsPart id={`new-${kind}`} kind={kind} />
      <div>
        <SubmitButton size="s" pendingLabel="Adding …">
          Add
        </SubmitButton>
      </div>
    </FoldedForm>
  );
}
