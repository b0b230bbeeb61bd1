import { getTranslator } from "#components/messages/get-translator.ts";
import type { PlainKey } from "#messages/message.ts";
import type { TicketPriority, TicketState } from "#domain/tickets/words.ts";
import { Badge, type Tone } from "#components/ui/badge.tsx";

type Labels = Record<TicketState, { tone: Tone; label: PlainKey }>;

const forStudents: Labels = {
  new: { tone: "info", label: "tickets.for_students_new" },
  open: { tone: "info", label: "tickets.for_students_open" },
  waiting_on_student: { tone: "warn", label: "tickets.for_students_waiting_on_student" },
  resolved: { tone: "ok", label: "tickets.for_students_resolved" },
  closed: { tone: "neutral", label: "tickets.for_students_closed" },
  merged: { tone: "neutral", label: "tickets.for_students_merged" },
};

const forTeam: Labels = {
  new: { tone: "info", label: "tickets.for_team_new" },
  open: { tone: "info", label: "tickets.for_team_open" },
  waiting_on_student: { tone: "neutral", label: "tickets.for_team_waiting_on_student" },
  resolved: { tone: "ok", label: "tickets.for_team_resolved" },
  closed: { tone: "neutral", label: "tickets.for_team_closed" },
  merged: { tone: "neutral", label: "tickets.for_team_merged" },
};

/** How a ticket stands, in the words of whoever looks at it. */
export function TicketStateBadge({ state, as }: { state: TicketState; as: "student" | "team" }) {
  const { tone, label } = (as === "team" ? forTeam : forStudents)[state];
  return <Badge tone={tone}>{getTranslator()(label)}</Badge>;
}

const priorities: Record<TicketPriority, PlainKey> = {
  low: "tickets.priority_low",
  normal: "tickets.priority_normal",
  high: "tickets.priority_high",
  urgent: "tickets.priority_urgent",
};

/** Each of them, the lowest first, to choose from. */
export const priorityOptions = () =>
  (Object.keys(priorities) as TicketPriority[]).map((value) => ({ value, label: priorityWords(value) }));

export const priorityWords = (priority: TicketPriority) => getTranslator()(priorities[priority]);

/** Says only what is out of the ordinary. */
export function PriorityBadge({ priority }: { priority: TicketPriority }) {
  if (priority === "normal") return null;
  const tone = priority === "urgent" ? "bad" : priority === "high" ? "warn" : "neutral";
  return <Badge tone={tone}>{priorityWords(priority)}</Badge>;
}
