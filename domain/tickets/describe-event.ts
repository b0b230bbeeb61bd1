import { message, type Message } from "#messages/message.ts";

export type Change = { from: string | null; to: string; actorName: string | null; byRequester: boolean };

/**
 * A change of state as a sentence in the conversation, or undefined where the messages around it say enough. A student
 * hears of the school, not of who in it pressed which button.
 */
export function describeEvent(change: Change, as: "student" | "team"): Message | undefined {
  switch (change.to) {
    case "resolved":
    case "closed":
      return sayWho(change.to, change, as);
    case "merged":
      return undefined;
    case "waiting_on_student":
      return as === "team" ? message("tickets.event_waiting") : undefined;
    case "open":
      return describeOpening(change, as);
    default:
      return undefined;
  }
}

function describeOpening(change: Change, as: "student" | "team"): Message | undefined {
  const { from, byRequester } = change;
  if (from === "closed" || (from === "resolved" && !byRequester)) return sayWho("reopened", change, as);
  if (from === "resolved") return message("tickets.event_open_by_reply");
  return from === "new" && as === "team" ? message("tickets.event_first_look", { name: nameOf(change) }) : undefined;
}

function sayWho(deed: "resolved" | "closed" | "reopened", change: Change, as: "student" | "team"): Message {
  if (as === "team") return message(`tickets.event_${deed}`, { name: nameOf(change) });
  return message(`tickets.event_${deed}_by_${change.byRequester ? "you" : "school"}`);
}

const nameOf = ({ actorName }: Change) => actorName ?? "Matricula";
