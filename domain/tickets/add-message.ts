import { attachments, ticketMessages } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { addFile } from "../files/add-file.ts";
import type { StoredFile } from "../files/store.ts";

export type MessageVia = "web" | "mail" | "api";

export type NewMessage = {
  ticketId: string;
  kind: "public" | "note" | "event";
  /** Markdown; for an event, a message that has room for the name of who did it. */
  body: string;
  files?: readonly StoredFile[];
  via?: MessageVia;
};

/** An event is kept without the name of who did it, which is put in where it is shown. */
export const UNNAMED = { name: "" };

/** Adds to a conversation, with what goes with it. Part of a verb, which has asked the policy and leaves the audit row. */
export async function addMessage(ctx: VerbPartCtx, message: NewMessage): Promise<string> {
  const id = createId("ticketMessage");
  await ctx.tx.insert(ticketMessages).values({
    id,
    ticketId: message.ticketId,
    authorId: ctx.actor.type === "user" ? getActorId(ctx.actor) : null,
    kind: message.kind,
    body: message.body,
    via: message.via ?? "web",
    createdAt: ctx.now,
  });
  for (const file of message.files ?? []) {
    const fileId = await addFile(ctx, file);
    await ctx.tx
      .insert(attachments)
      .values({ id: createId("attachment"), messageId: id, fileId, name: file.name, createdAt: ctx.now });
  }
  return id;
}
