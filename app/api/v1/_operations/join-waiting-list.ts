import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { Id } from "#domain/api/parts.ts";
import { WaitingEntry } from "#domain/api/shapes.ts";
import { toWaitingEntryView } from "#domain/api/waiting.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { RULE_REFUSALS } from "#domain/rules/inputs.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";

export default defineWrite({
  id: "joinWaitingList",
  method: "POST",
  path: "/waiting",
  subject: "Waiting list",
  summary: "Wait for a seat in a full cohort",
  detail: "A seat that is free is offered in order, and held until the offer lapses. To accept it, enrol.",
  needs: "waiting.join",
  body: z.strictObject({ cohortId: Id("coh"), studentId: Id("usr").optional() }),
  status: 201,
  answer: WaitingEntry,
  refusals: [
    "waiting_list_off",
    "seats_left",
    "already_waiting",
    "already_enrolled",
    "enrolment_closed",
    ...RULE_REFUSALS,
  ],
  handle: async (ctx, { body: { cohortId, studentId } }) =>
    toWaitingEntryView(await joinWaitingList(ctx, { cohortId, studentId: studentId ?? getActorId(ctx.actor) })),
});
