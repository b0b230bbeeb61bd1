import { Ask } from "#components/admin/ask.tsx";
import { FormInput, FormSelect, StateForm, type FormAction } from "#components/forms/state-form.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ConversationView } from "#domain/tickets/get-conversation.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { priorityOptions } from "./state-badge.tsx";

export type WorkBarProps = {
  ticket: ConversationView;
  team: { id: string; name: string }[];
  values: Record<string, string>;
  actions: Record<"assign" | "prioritise" | "resolve" | "close" | "reopen" | "merge", FormAction>;
};

/** What can be done with a ticket besides writing. Each is a small form of its own that works without a script. */
export function WorkBar({ ticket, team, values, actions }: WorkBarProps) {
  const t = getTranslator();
  const priorities = priorityOptions();
  const isOver = ticket.state === "resolved" || ticket.state === "closed";
  return (
    <div className="relative flex flex-wrap items-start gap-2">
      <Menu trigger={t("tickets.assign")} size="s" align="end" className="max-sm:static">
        <StateForm action={actions.assign} values={values} className="grid w-60 gap-2.5 p-1.5">
          <FormSelect
            label={t("tickets.given_to_label")}
            name="assigneeId"
            id="work-assignee"
            options={team.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder={t("tickets.nobody_placeholder")}
            defaultValue={ticket.assignee?.id ?? ""}
            storedLabel={ticket.assignee?.name}
          />
          <SubmitButton size="s">{t("tickets.assign_button")}</SubmitButton>
        </StateForm>
      </Menu>
      {isOver ? (
        <StateForm action={actions.reopen} values={values}>
          <SubmitButton size="s" variant="quiet">
            {t("tickets.reopen_button")}
          </SubmitButton>
        </StateForm>
      ) : (
        <StateForm action={actions.resolve} values={values}>
          <SubmitButton size="s" variant="quiet">
            {t("tickets.resolve_button")}
          </SubmitButton>
        </StateForm>
      )}
      <Menu trigger={t("tickets.more_button")} size="s" align="end" className="max-sm:static">
        <div className="grid w-64 gap-4 p-1.5">
          <StateForm action={actions.prioritise} values={values} className="grid gap-2.5">
            <FormSelect
              label={t("tickets.priority_label")}
              name="priority"
              id="work-priority"
              options={priorities}
              defaultValue={ticket.priority}
            />
            <SubmitButton size="s" variant="quiet">
              {t("tickets.set_button")}
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
  const t = getTranslator();
  return (
    <div className="grid gap-2 border-t border-rule pt-3">
      <Ask
        id="close"
        trigger={t("tickets.close")}
        title={t("tickets.close_title", { code: ticket.code })}
        confirmLabel={t("tickets.close_the_ticket_label")}
        why={false}
        action={actions.close}
        values={values}
      >
        {t("tickets.can_read_it_but_no_longer_reply_only_ask", { name: ticket.requester.name })}
      </Ask>
      <Ask
        id="merge"
        trigger={t("tickets.merge")}
        title={t("tickets.merge_into_another_ticket_title", { code: ticket.code })}
        fields={
          <FormInput
            label={t("tickets.into_which_label")}
            name="into"
            id="work-into"
            placeholder={t("tickets.t_xxxxx_placeholder")}
            maxLength={12}
            required
            autoComplete="off"
            hint={t("tickets.the_code_of_another_ticket_of_hint", { name: ticket.requester.name })}
          />
        }
        confirmLabel={t("tickets.merge_the_tickets_label")}
        why={false}
        action={actions.merge}
        values={values}
      >
        {t("tickets.both_become_one_conversation_under")}
      </Ask>
    </div>
  );
}
