import type { TicketPriority, TicketState } from "#domain/tickets/words.ts";
import { Badge, type Tone } from "#components/ui/badge.tsx";

type Words = Record<TicketState, { tone: Tone; words: string }>;

const forStudents: Words = {
  new: { tone: "info", words: "Sent" },
  open: { tone: "info", words: "With the school" },
  waiting_on_student: { tone: "warn", words: "Your turn" },
  resolved: { tone: "ok", words: "Resolved" },
  closed: { tone: "neutral", words: "Closed" },
  merged: { tone: "neutral", words: "Merged" },
};

const forTeam: Words = {
  new: { tone: "info", words: "New" },
  open: { tone: "info", words: "Open" },
  waiting_on_student: { tone: "neutral", words: "Waiting" },
  resolved: { tone: "ok", words: "Resolved" },
  closed: { tone: "neutral", words: "Closed" },
  merged: { tone: "neutral", words: "Merged" },
};

/** How a ticket stands, in the words of whoever looks at it. */
export function TicketStateBadge({ state, as }: { state: TicketState; as: "student" | "team" }) {
  const { tone, words } = (as === "team" ? forTeam : forStudents)[state];
  return <Badge tone={tone}>{words}</Badge>;
}

/** Says only what is out of the ordinary. */
export function PriorityBadge({ priority }: { priority: TicketPriority }) {
  if (priority === "normal") return null;
  const tone = priority === "urgent" ? "bad" : priority === "high" ? "warn" : "neutral";
  return <Badge tone={tone}>{priority}</Badge>;
}
