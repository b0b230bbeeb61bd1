import type { PlainKey } from "#messages/message.ts";
import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Select } from "#components/ui/select.tsx";
import type { QueueFilters as Filters } from "#domain/tickets/list-tickets.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { priorityWords } from "./state-badge.tsx";

type Choice = { value: string; label: PlainKey };

const states: Choice[] = [
  { value: "unresolved", label: "tickets.unresolved_label" },
  { value: "new", label: "tickets.new_label" },
  { value: "open", label: "tickets.open_label" },
  { value: "waiting_on_student", label: "tickets.waiting_for_the_student_label" },
  { value: "resolved", label: "tickets.resolved_label" },
  { value: "closed", label: "tickets.closed_label" },
  { value: "merged", label: "tickets.merged_label" },
  { value: "all", label: "tickets.any_label" },
];
const assignees: Choice[] = [
  { value: "anyone", label: "tickets.anyone_label" },
  { value: "mine", label: "tickets.me_label" },
  { value: "unassigned", label: "tickets.nobody_label" },
];
const priorities = ["urgent", "high", "normal", "low"] as const;
const abouts: Choice[] = [
  { value: "order", label: "tickets.about_order" },
  { value: "payment", label: "tickets.about_payment" },
  { value: "enrolment", label: "tickets.about_enrolment" },
  { value: "course", label: "tickets.about_course" },
];
const sorts: Choice[] = [
  { value: "newest", label: "tickets.last_moved_first_label" },
  { value: "oldest", label: "tickets.longest_waiting_first_label" },
  { value: "priority", label: "tickets.most_urgent_first_label" },
];

function optionsOf(choices: Choice[]): { value: string; label: string }[] {
  const t = getTranslator();
  return choices.map(({ value, label }) => ({ value, label: t(label) }));
}

export type QueueFiltersProps = { filters: Filters; action: string };

/** Searches and narrows the queue. A plain form, so that every list has an address that can be sent to a colleague. */
export function QueueFilters({ filters, action }: QueueFiltersProps) {
  const t = getTranslator();
  const isNarrowed = filters.priority !== undefined || filters.about !== undefined;
  return (
    <form
      action={action}
      method="get"
      role="search"
      aria-label={t("tickets.tickets_label")}
      className="border-b border-rule px-4 py-3"
    >
      <div className="flex items-end gap-2">
        <TextInput
          label={<span className="sr-only">{t("tickets.search_by_words_name_address_or_code")}</span>}
          name="q"
          id="queue-q"
          type="search"
          defaultValue={filters.q}
          placeholder={t("tickets.search_placeholder")}
          maxLength={200}
          className="flex-1 [&_input]:py-1.5 [&_input]:text-small [&_label]:mb-0"
        />
        <Button type="submit" variant="quiet" size="s">
          <Icon name="search" size={16} />
          <span className="sr-only">{t("tickets.search")}</span>
        </Button>
      </div>
      <details className="mt-2 text-small" open={isNarrowed}>
        <summary className="py-1 text-ink-soft hover:text-ink">{t("tickets.filter_and_sort")}</summary>
        <div className="mt-2 grid grid-cols-2 gap-x-3 gap-y-2.5 [&_label]:mb-1 [&_label]:text-tiny [&_select]:py-1.5 [&_select]:text-small">
          <Select
            label={t("tickets.state_label")}
            name="state"
            id="queue-state"
            options={optionsOf(states)}
            defaultValue={filters.state}
          />
          <Select
            label={t("tickets.given_to_label")}
            name="assignee"
            id="queue-assignee"
            options={optionsOf(assignees)}
            defaultValue={filters.assignee}
          />
          <Select
            label={t("tickets.priority_label")}
            name="priority"
            id="queue-priority"
            options={priorities.map((value) => ({ value, label: priorityWords(value) }))}
            placeholder={t("tickets.any_placeholder")}
            defaultValue={filters.priority ?? ""}
          />
          <Select
            label={t("tickets.about_label")}
            name="about"
            id="queue-about"
            options={optionsOf(abouts)}
            placeholder={t("tickets.anything_placeholder")}
            defaultValue={filters.about ?? ""}
          />
          <Select
            label={t("tickets.order_label")}
            name="sort"
            id="queue-sort"
            options={optionsOf(sorts)}
            defaultValue={filters.sort}
            className="col-span-2"
          />
          <Button type="submit" variant="quiet" size="s">
            {t("tickets.show_button")}
          </Button>
        </div>
      </details>
    </form>
  );
}
