"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { FormTokenInput, runOnce } from "#app/_forms/form-token.ts";
import { requireSignedIn } from "#app/_auth/signed-in.ts";
import { storeUploads } from "#app/_forms/uploads.ts";
import { authorize } from "#domain/policy.ts";
import { assertCanReference } from "#domain/tickets/about.ts";
import { AboutInput, BodyInput, SubjectInput } from "#domain/tickets/inputs.ts";
import { listMyTickets } from "#domain/tickets/list-my-tickets.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";

const Question = z.object({ once: FormTokenInput, about: AboutInput, subject: SubjectInput, body: BodyInput });

/** Opens a ticket of the person who is signed in, and shows it. */
export const askAction = action(Question, async (command, { about, once: mark, ...question }) => {
  const { read, write } = command;
  const viewer = requireSignedIn(command.viewer);
  const files = await storeUploads(command, async (ctx) => {
    authorize(ctx, "ticket.open", { ownerId: viewer.userId });
    if (about) await assertCanReference(ctx.read, viewer.userId, about);
  });
  const requesterId = viewer.userId;
  const form = { userId: requesterId, mark, words: [question.subject, question.body, about?.id ?? ""] };
  const asked = await write((ctx) =>
    runOnce(ctx, form, () => openTicket(ctx, { requesterId, ...question, ...(about ? { about } : {}), files })),
  );
  const code = asked?.ticket.code ?? (await listMyTickets(read, requesterId, 1)).items[0]?.code;
  await redirectDone(code ? `/help/${code}` : "/help", "question-sent");
});
