import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Icon } from "#components/ui/icon.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";

type MoveButtonProps = {
  action: FormAction;
  values: Record<string, string>;
  direction: "up" | "down";
  /** Of what moves. */
  title: string;
};

/** Moves something one place on, without a mouse and without scripts. */
export function MoveButton({ action, values, direction, title }: MoveButtonProps) {
  const t = getTranslator();
  const isUp = direction === "up";
  return (
    <StateForm action={action} values={{ ...values, direction }}>
      <SubmitButton
        size="s"
        variant="quiet"
        className="max-sm:min-h-11"
        aria-label={t(isUp ? "admin_courses.move_up_label" : "admin_courses.move_down_label", { title })}
      >
        <Icon name={isUp ? "arrow-up" : "arrow-down"} size={15} />
      </SubmitButton>
    </StateForm>
  );
}

/** Only where it can be dragged (components/admin/drag-materials.tsx). The buttons do the same for a keyboard. */
export function DragHandle({ kind, title }: { kind: "material" | "section"; title: string }) {
  const t = getTranslator();
  return (
    <span
      draggable
      data-drag={kind}
      title={t("admin_courses.drag_label", { title })}
      aria-hidden="true"
      className="-m-1.5 hidden cursor-grab touch-none p-1.5 pt-2.5 text-ink-faint group-data-can-drag/drag:inline-flex"
    >
      <Icon name="grip" size={16} />
    </span>
  );
}
