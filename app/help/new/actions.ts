"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_edge/action.ts";
import { keepAttachments } from "#domain/files/keep-uploads.ts";
import { AboutInput, BodyInput, SubjectInput } from "#domain/tickets/inputs.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";
import { runtime } from "#runtime";

const Question = z.object({ about: AboutInput, subject: SubjectInput, body: BodyInput });

/** Opens a ticket of the person who is signed in, and shows it. */
export const askAction = action(Question, async ({ viewer, form, write }, { about, ...question }) => {
  if (!viewer) redirect("/sign-in?next=/help/new");
  const files = await keepAttachments(runtime().files, form.getAll("attachments"), "attachments");
  const { ticket } = await write((ctx) =>
    openTicket(ctx, { requesterId: viewer.userId, ...question, ...(about ? { about } : {}), files }),
  );
  redirect(`/help/${ticket.code}?sent`);
});
