import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Select } from "#components/ui/select.tsx";
import type { QueueFilters as Filters } from "#domain/tickets/list-tickets.ts";

const states = [
  { value: "unresolved", label: "Unresolved" },
  { value: "new", label: "New" },
  { value: "open", label: "Open" },
  { value: "waiting_on_student", label: "Waiting for the student" },
  { value: "resolved", label: "Resolved" },
  { value: "closed", label: "Closed" },
  { value: "merged", label: "Merged" },
  { value: "all", label: "Any" },
];
const assignees = [
  { value: "anyone", label: "Anyone" },
  { value: "mine", label: "Me" },
  { value: "unassigned", label: "Nobody" },
];
const priorities = ["urgent", "high", "normal", "low"].map((value) => ({ value, label: value }));
const abouts = ["order", "payment", "enrolment", "course"].map((value) => ({ value, label: value }));
const sorts = [
  { value: "newest", label: "Last moved first" },
  { value: "oldest", label: "Longest waiting first" },
  { value: "priority", label: "Most urgent first" },
];

export type QueueFiltersProps = { filters: Filters; action: string };

/** Searches and narrows the queue. A plain form, so that every list has an address that can be sent to a colleague. */
export function QueueFilters({ filters, action }: QueueFiltersProps) {
  const isNarrowed = filters.priority !== undefined || filters.about !== undefined;
  return (
    <form action={action} method="get" role="search" aria-label="Tickets" className="border-b border-rule px-4 py-3">
      <div className="flex items-end gap-2">
        <TextInput
          label={<span className="sr-only">Search by words, name, address or code</span>}
          name="q"
          id="queue-q"
          type="search"
          defaultValue={filters.q}
          placeholder="Search"
          maxLength={200}
          className="flex-1 [&_input]:py-1.5 [&_input]:text-small [&_label]:mb-0"
        />
        <Button type="submit" variant="quiet" size="s">
          <Icon name="search" size={16} />
          <span className="sr-only">Search</span>
        </Button>
      </div>
      <details className="mt-2 text-small" open={isNarrowed}>
        <summary className="py-1 text-ink-soft hover:text-ink">Filter and sort</summary>
        <div className="mt-2 grid grid-cols-2 gap-x-3 gap-y-2.5 [&_label]:mb-1 [&_label]:text-tiny [&_select]:py-1.5 [&_select]:text-small">
          <Select label="State" name="state" id="queue-state" options={states} defaultValue={filters.state} />
          <Select
            label="Given to"
            name="assignee"
            id="queue-assignee"
            options={assignees}
            defaultValue={filters.assignee}
          />
          <Select
            label="Priority"
            name="priority"
            id="queue-priority"
            options={priorities}
            placeholder="Any"
            defaultValue={filters.priority ?? ""}
          />
          <Select
            label="About"
            name="about"
            id="queue-about"
            options={abouts}
            placeholder="Anything"
            defaultValue={filters.about ?? ""}
          />
          <Select
            label="Order"
            name="sort"
            id="queue-sort"
            options={sorts}
            defaultValue={filters.sort}
            className="col-span-2"
          />
          <Button type="submit" variant="quiet" size="s">
            Show
          </Button>
        </div>
      </details>
    </form>
  );
}
