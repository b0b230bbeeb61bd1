"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { storeUploads } from "#app/_forms/uploads.ts";
import { authorize } from "#domain/policy.ts";
import { assertCanReference } from "#domain/tickets/about.ts";
import { AboutInput, BodyInput, SubjectInput } from "#domain/tickets/inputs.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";

const TicketToStudent = z.object({
  userId: z.string().max(60),
  about: AboutInput,
  subject: SubjectInput,
  body: BodyInput,
});

/** Opens a ticket for a student, who is told by mail, and shows it at the desk. */
export const writeToStudentAction = action(
  TicketToStudent,
  async (command, { userId: requesterId, about, ...ticketFields }) => {
    const files = await storeUploads(command, async (ctx) => {
      authorize(ctx, "ticket.open", { ownerId: requesterId });
      if (about) await assertCanReference(ctx.read, requesterId, about);
    });
    const { ticket } = await command.write((ctx) =>
      openTicket(ctx, { requesterId, ...ticketFields, ...(about ? { about } : {}), files }),
    );
    await redirectDone(`/admin/tickets/${ticket.code}`, "ticket-opened");
  },
);
