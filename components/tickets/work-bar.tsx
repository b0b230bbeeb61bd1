import { Ask } from "#components/admin/ask.tsx";
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
    <div className="relative flex flex-wrap items-start gap-2">
      <Menu trigger="Assign" size="s" align="end" className="max-sm:static">
        <StateForm action={actions.assign} values={values} className="grid w-60 gap-2.5 p-1.5">
          <FormSelect
            label="Given to"
            name="assigneeId"
            id="work-assignee"
            options={team.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder="Nobody"
            defaultValue={ticket.assignee?.id ?? ""}
            storedLabel={ticket.assignee?.name}
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
      <Menu trigger="More" size="s" align="end" className="max-sm:static">
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
          {ticket.state !== "closed" && <EndForms ticket={ticket} values={values} actions={actions} />}
        </div>
      </Menu>
    </div>
  );
}

/** What ends a ticket, each asked about once more. */
function EndForms({ ticket, values, actions }: Pick<WorkBarProps, "ticket" | "values" | "actions">) {
  return (
    <div className="grid gap-2 border-t border-rule pt-3">
      <Ask
        id="close"
        trigger="Close"
        title={`Close ${ticket.code}?`}
        confirmLabel="Close the ticket"
        why={false}
        action={actions.close}
        values={values}
      >
        {ticket.requester.name} can read it but no longer reply, only ask anew. You can open it again.
      </Ask>
      <Ask
        id="merge"
        trigger="Merge"
        title={`Merge ${ticket.code} into another ticket?`}
        fields={
          <FormInput
            label="Into which"
            name="into"
            id="work-into"
            placeholder="T-XXXXX"
            maxLength={12}
            required
            autoComplete="off"
            hint={`The code of another ticket of ${ticket.requester.name}.`}
          />
        }
        confirmLabel="Merge the tickets"
        why={false}
        action={actions.merge}
        values={values}
      >
        Both become one conversation under the other one’s code, and the student finds everything there. This cannot be
        undone.
      </Ask>
    </div>
  );
}
