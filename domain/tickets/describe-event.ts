export type Change = { from: string | null; to: string; actorName: string | null; byRequester: boolean };

/**
 * A change of state as a sentence in the conversation, or undefined where the messages around it say enough. A student
 * hears of the school, not of who in it pressed which button.
 */
export function describeEvent(change: Change, as: "student" | "team"): string | undefined {
  const who = whoDidIt(change, as);
  switch (change.to) {
    case "resolved":
      return `${who} marked this as resolved`;
    case "closed":
      return `${who} closed this conversation`;
    case "merged":
      return undefined;
    case "waiting_on_student":
      return as === "team" ? "Waiting for the student" : undefined;
    case "open":
      return openWords(change, who, as);
    default:
      return undefined;
  }
}

function openWords({ from, byRequester }: Change, who: string, as: "student" | "team"): string | undefined {
  if (from === "closed") return `${who} opened this again`;
  if (from === "resolved") return byRequester ? "Open again, because of the reply above" : `${who} opened this again`;
  return from === "new" && as === "team" ? `${who} took a first look` : undefined;
}

function whoDidIt({ actorName, byRequester }: Change, as: "student" | "team"): string {
  if (as === "team") return actorName ?? "Matricula";
  return byRequester ? "You" : "The school";
}
