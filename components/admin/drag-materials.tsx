"use client";

import { type DragEvent, type ReactNode, useRef, useState, useSyncExternalStore } from "react";
import { type FormAction, StateForm } from "../forms/state-form.tsx";

type Kind = "material" | "section";

export type DragMaterialsProps = {
  courseId: string;
  moveMaterial: FormAction;
  moveSection: FormAction;
  /** Rows with `data-material`, in blocks with `data-section`; handles with `data-drag`. */
  children: ReactNode;
};

const never = () => () => {};

/**
 * Lets whoever has a mouse drag materials, within a section and into another, and whole sections. What is dropped is sent by a form, as
 * the buttons beside it send theirs, which do the same for everybody else.
 */
export function DragMaterials({ courseId, moveMaterial, moveSection, children }: DragMaterialsProps) {
  const at = useRef<HTMLDivElement>(null);
  const canDrag = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [dragged, setDragged] = useState<{ kind: Kind; id: string } | null>(null);

  const start = (event: DragEvent) => {
    const handle = (event.target as HTMLElement).closest<HTMLElement>("[data-drag]");
    const kind = handle?.dataset.drag as Kind | undefined;
    const row = kind && handle?.closest<HTMLElement>(`[data-${kind}]`);
    const id = kind && row?.dataset[kind];
    if (!row || !id) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", id);
    event.dataTransfer.setDragImage(row, 12, 12);
    setDragged({ kind, id });
  };

  const drop = (event: DragEvent) => {
    if (!dragged || !at.current) return;
    event.preventDefault();
    const target = findTarget(at.current, event, dragged);
    setDragged(null);
    if (target) send(at.current, { ...target, [`${dragged.kind}Id`]: dragged.id }, dragged.kind);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: The buttons of each row do the same by keyboard.
    <div
      ref={at}
      className="group/drag min-w-0"
      data-can-drag={canDrag || undefined}
      onDragStart={start}
      onDragOver={(event) => dragged && event.preventDefault()}
      onDragEnd={() => setDragged(null)}
      onDrop={drop}
    >
      <div className="grid min-w-0 gap-5">{children}</div>
      <StateForm action={moveMaterial} values={{ courseId }} data-drag-form="material">
        <Places names={["materialId", "sectionId", "beforeId"]} />
      </StateForm>
      <StateForm action={moveSection} values={{ courseId }} data-drag-form="section">
        <Places names={["sectionId", "beforeId"]} />
      </StateForm>
    </div>
  );
}

const Places = ({ names }: { names: string[] }) =>
  names.map((name) => <input key={name} type="hidden" name={name} defaultValue="" />);

/** Before what it was dropped on, or after it in its lower half; at the end of a section where it was dropped beside its rows. */
function findTarget(
  root: HTMLElement,
  event: DragEvent,
  { kind, id }: { kind: Kind; id: string },
): Record<string, string> | undefined {
  const under = event.target as HTMLElement;
  const block = under.closest<HTMLElement>("[data-section]");
  if (!block || !root.contains(block)) return undefined;
  const own = kind === "section" ? block : under.closest<HTMLElement>("[data-material]");
  const rows = [...(kind === "section" ? root : block).querySelectorAll<HTMLElement>(`[data-${kind}]`)];
  const { top = 0, height = 0 } = own?.getBoundingClientRect() ?? {};
  const isAfter = own !== null && event.clientY > top + height / 2;
  const following = isAfter ? rows[rows.indexOf(own) + 1] : own;
  const beforeId = following?.dataset[kind] ?? "";
  if (beforeId === id || (kind === "section" && own?.dataset.section === id)) return undefined;
  return kind === "section" ? { beforeId } : { sectionId: block.dataset.section ?? "", beforeId };
}

function send(root: HTMLElement, fields: Record<string, string>, kind: Kind): void {
  const form = root.querySelector<HTMLFormElement>(`form[data-drag-form="${kind}"]`);
  for (const [name, value] of Object.entries(fields)) {
    const field = form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  form?.requestSubmit();
}
