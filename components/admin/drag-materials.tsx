"use client";

import { type DragEvent, type PointerEvent, type ReactNode, useRef, useState, useSyncExternalStore } from "react";
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

/** A finger this near to the upper or lower end of the window moves the page, by so much each time. */
const [EDGE_PX, SCROLL_PX] = [64, 12];

/** The row whose handle was taken. */
function findDragged(target: HTMLElement): { row: HTMLElement; kind: Kind; id: string } | undefined {
  const handle = target.closest<HTMLElement>("[data-drag]");
  const kind = handle?.dataset.drag as Kind | undefined;
  const row = kind && handle?.closest<HTMLElement>(`[data-${kind}]`);
  const id = kind && row?.dataset[kind];
  return row && id ? { row, kind, id } : undefined;
}

/**
 * Lets whoever has a mouse, a finger or a pen drag materials, within a section and into another, and whole sections. What is dropped is
 * sent by a form, as the buttons beside it send theirs, which do the same for everybody else.
 */
export function DragMaterials({ courseId, moveMaterial, moveSection, children }: DragMaterialsProps) {
  const at = useRef<HTMLDivElement>(null);
  const canDrag = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const touched = useRef(false);
  const [dragged, setDragged] = useState<{ kind: Kind; id: string } | null>(null);

  const start = (event: DragEvent) => {
    const found = findDragged(event.target as HTMLElement);
    if (!found) return;
    // A finger is followed by its pointer: the browser's own drag would take it away.
    if (touched.current) {
      event.preventDefault();
      return;
    }
    const { row, kind, id } = found;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", id);
    event.dataTransfer.setDragImage(row, 12, 12);
    setDragged({ kind, id });
  };

  const drop = (event: DragEvent) => {
    if (!dragged || !at.current) return;
    event.preventDefault();
    finish(event.target as HTMLElement, event.clientY);
  };

  const finish = (under: Element | null, y: number) => {
    if (!dragged || !at.current) return;
    const target = under instanceof HTMLElement ? findTarget(at.current, { under, y }, dragged) : undefined;
    setDragged(null);
    if (target) send(at.current, { ...target, [`${dragged.kind}Id`]: dragged.id }, dragged.kind);
  };

  const touch = (event: PointerEvent) => {
    touched.current = event.pointerType !== "mouse";
    const found = touched.current ? findDragged(event.target as HTMLElement) : undefined;
    if (!found) return;
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
    setDragged({ kind: found.kind, id: found.id });
  };

  const follow = (event: PointerEvent) => {
    if (!dragged || !touched.current) return;
    if (event.clientY < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
    else if (event.clientY > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
  };

  const lift = (event: PointerEvent) => {
    if (!touched.current) return;
    finish(document.elementFromPoint(event.clientX, event.clientY), event.clientY);
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
      onPointerDown={touch}
      onPointerMove={follow}
      onPointerUp={lift}
      onPointerCancel={() => touched.current && setDragged(null)}
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
  { under, y }: { under: HTMLElement; y: number },
  { kind, id }: { kind: Kind; id: string },
): Record<string, string> | undefined {
  const block = under.closest<HTMLElement>("[data-section]");
  if (!block || !root.contains(block)) return undefined;
  const own = kind === "section" ? block : under.closest<HTMLElement>("[data-material]");
  const rows = [...(kind === "section" ? root : block).querySelectorAll<HTMLElement>(`[data-${kind}]`)];
  const { top = 0, height = 0 } = own?.getBoundingClientRect() ?? {};
  const isAfter = own !== null && y > top + height / 2;
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
