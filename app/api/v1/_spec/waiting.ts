import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { Id, Nothing, pageOf, Paging } from "#domain/api/parts.ts";
import { WaitingEntry } from "#domain/api/shapes.ts";

const subject = "Waiting list";

export const listWaiting = operation({
  id: "listWaiting",
  method: "GET",
  path: "/waiting",
  subject,
  summary: "List who waits for a seat",
  detail: "Everybody for the office; one's own entries for the others.",
  needs: "waiting.read",
  query: z.strictObject({ ...Paging, cohortId: Id("coh").optional(), state: WaitingEntry.shape.state.optional() }),
  status: 200,
  answer: pageOf(WaitingEntry),
});

export const joinWaitingList = operation({
  id: "joinWaitingList",
  method: "POST",
  path: "/waiting",
  subject,
  summary: "Wait for a seat in a full cohort",
  detail: "A seat that is free is offered in order, and held until the offer lapses. To accept it, enrol.",
  needs: "waiting.join",
  body: z.strictObject({ cohortId: Id("coh"), studentId: Id("usr").optional() }),
  status: 201,
  answer: WaitingEntry,
  refusals: ["waiting_list_off", "seats_left", "already_waiting", "already_enrolled", "enrolment_closed"],
});

export const readWaitingEntry = operation({
  id: "readWaitingEntry",
  method: "GET",
  path: "/waiting/{id}",
  subject,
  summary: "Read an entry of the waiting list",
  needs: "waiting.read",
  status: 200,
  answer: WaitingEntry,
});

export const leaveWaitingList = operation({
  id: "leaveWaitingList",
  method: "POST",
  path: "/waiting/{id}/leave",
  subject,
  summary: "Stop waiting, or decline the seat that was offered",
  needs: "waiting.decide",
  body: Nothing,
  status: 200,
  answer: WaitingEntry,
  refusals: ["wrong_state"],
});

export const waitingOperations = [listWaiting, joinWaitingList, readWaitingEntry, leaveWaitingList];
