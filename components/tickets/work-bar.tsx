import { FormInput, FormSelect, StateForm, type FormAction } from "#components/forms/state-form.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ConversationView } from "#domain/tickets/get-conversation.ts";

export type WorkBarProps = {
  ticket: ConversationView;
  team: { id: string; name: string }[];
  values: Record<string, string>;
  actions: Record<"assign" | "prioritise" | "resolve" | "close" | "reopen" | "merge", FormAction>;
};

const priorities = ["low", "normal", "high", "urgent"].map((value) => ({ value, label: value }));

/** What can be done with a ticket besides writing. Each is a small form of its own that works without a script. */
export function WorkBar({ ticket, team, values, actions }: WorkBarProps) {
  const isOver = ticket.state === "resolved" || ticket.state === "closed";
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Menu trigger="Assign" size="s" align="end">
        <StateForm action={actions.assign} values={values} className="grid w-60 gap-2.5 p-1.5">
          <FormSelect
            label="Given to"
            name="assigneeId"
            id="work-assignee"
            options={team.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder="Nobody"
            defaultValue={ticket.assignee?.id ?? ""}
          />
          <SubmitButton size="s">Assign</SubmitButton>
        </StateForm>
      </Menu>
      {isOver ? (
        <StateForm action={actions.reopen} values={values}>
          <SubmitButton size="s" variant="quiet">
            Reopen
          </SubmitButton>
        </StateForm>
      ) : (
        <StateForm action={actions.resolve} values={values}>
          <SubmitButton size="s" variant="quiet">
            Resolve
          </SubmitButton>
        </StateForm>
      )}
      <Menu trigger="More" size="s" align="end">
        <div className="grid w-64 gap-4 p-1.5">
          <StateForm action={actions.prioritise} values={values} className="grid gap-2.5">
            <FormSelect
              label="Priority"
              name="priority"
              id="work-priority"
              options={priorities}
              defaultValue={ticket.priority}
            />
            <SubmitButton size="s" variant="quiet">
              Set
            </SubmitButton>
          </StateForm>
          {ticket.state !== "closed" && <EndForms values={values} actions={actions} />}
        </div>
      </Menu>
    </div>
  );
}

/** What ends a ticket, each with what it means. */
function EndForms({ values, actions }: Pick<WorkBarProps, "values" | "actions">) {
  return (
    <>
      <StateForm action={actions.close} values={values} className="grid gap-2 border-t border-rule pt-3">
        <p className="text-ink-soft">Closed, the student can no longer reply. It can be opened again.</p>
        <SubmitButton size="s" variant="quiet">
          Close
        </SubmitButton>
      </StateForm>
      <StateForm action={actions.merge} values={values} className="grid gap-2.5 border-t border-rule pt-3">
        <FormInput
          label="Merge into"
          name="into"
          id="work-into"
          placeholder="T-XXXXX"
          maxLength={12}
          required
          hint="Another ticket of this student. Both become one conversation; this cannot be undone."
        />
        <SubmitButton size="s" variant="quiet">
          Merge
        </SubmitButton>
      </StateForm>
    </>
  );
}
