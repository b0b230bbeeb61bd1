import type { ReadCtx } from "../kernel/command.ts";
import { type ConversationView, getConversation } from "./get-conversation.ts";

export type TaughtConversation = Pick<ConversationView, "id" | "code" | "subject" | "state" | "entries" | "earlier"> & {
  studentName: string;
  /** Files went with it, which only the office opens. */
  hasFiles: boolean;
};

/**
 * A conversation as who teaches the course that it is about sees it: what was said with the student, without the team's notes, addresses, orders
 * and files. Undefined for who does not teach it, and where the school has its office answer alone.
 */
export async function getTaughtConversation(
  ctx: ReadCtx,
  code: string,
  before?: string,
): Promise<TaughtConversation | undefined> {
  const found = await getConversation(ctx, code, { as: "teacher", ...(before === undefined ? {} : { before }) });
  if (!found) return undefined;
  const { id, subject, state, earlier, requester } = found;
  const hasFiles = found.entries.some((entry) => entry.type === "message" && entry.attachments.length > 0);
  const entries = found.entries.map((entry) => (entry.type === "message" ? { ...entry, attachments: [] } : entry));
  return { id, code: found.code, subject, state, earlier, entries, studentName: requester.name, hasFiles };
}
