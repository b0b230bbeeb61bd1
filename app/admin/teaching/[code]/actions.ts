"use server";

import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { answerTicket } from "#domain/tickets/answer-ticket.ts";
import { BodyInput, TicketIdInput } from "#domain/tickets/inputs.ts";

const AnswerForm = z.object({
  ticketId: TicketIdInput,
  code: z.string().regex(/^[\w-]{1,20}$/),
  body: BodyInput,
  kind: z.enum(["wait", "resolve"]).catch("wait"),
});

/** A teacher writes to a student who has asked about their course. */
export const answerQuestionAction = action(AnswerForm, async ({ write }, { ticketId, code, body, kind }) => {
  await write((ctx) => answerTicket(ctx, { ticketId, body, then: kind }));
  return redirectDone(`/admin/teaching/${code}`, kind === "wait" ? "ticket-answered" : "ticket-answered-resolved");
});
