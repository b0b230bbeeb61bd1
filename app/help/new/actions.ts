"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_edge/action.ts";
import { keepSentFiles } from "#app/_edge/uploads.ts";
import { authorize } from "#domain/policy.ts";
import { assertMaySpeakOf } from "#domain/tickets/about.ts";
import { AboutInput, BodyInput, SubjectInput } from "#domain/tickets/inputs.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";

const Question = z.object({ about: AboutInput, subject: SubjectInput, body: BodyInput });

/** Opens a ticket of the person who is signed in, and shows it. */
export const askAction = action(Question, async (command, { about, ...question }) => {
  const { viewer, write } = command;
  if (!viewer) redirect("/sign-in?next=/help/new");
  const files = await keepSentFiles(command, async (ctx) => {
    authorize(ctx, "ticket.open", {}, { ownerId: viewer.userId });
    if (about) await assertMaySpeakOf(ctx.read, viewer.userId, about);
  });
  const { ticket } = await write((ctx) =>
    openTicket(ctx, { requesterId: viewer.userId, ...question, ...(about ? { about } : {}), files }),
  );
  redirect(`/help/${ticket.code}?sent`);
});
