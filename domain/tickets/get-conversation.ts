import { and, asc, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { gatherJson, gatherRows, selectJson } from "#db/json-list.ts";
import { param, perClient } from "#db/prepared.ts";
import {
  attachments,
  courses,
  enrolments,
  files,
  orders,
  payments,
  stateChanges,
  ticketMessages,
  tickets,
  users,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { TicketPriority, TicketState } from "#db/enums.ts";
import { decodeMessage, type Said } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { renderMessage } from "../kernel/message-html.ts";
import { isAllowed } from "../policy.ts";
import { type AboutView, selectAbout, aboutJoins, toAboutView } from "./to-about-view.ts";
import { findAnswerResource, findTicket } from "./find-ticket.ts";
import { describeEvent } from "./describe-event.ts";
import { isPastGrace } from "./machine.ts";

/** How many messages a page of a conversation shows, and how much of them; earlier ones are a link away. */
const MESSAGES_MAX = 100;
const CHARACTERS_MAX = 30_000;

export type AttachmentView = { fileId: string; name: string; mediaType: string; sizeBytes: number };

export type MessageEntry = {
  type: "message";
  id: string;
  kind: "public" | "note";
  author: { name: string; side: "student" | "school" };
  /** As it was written. */
  body: string;
  /** The same, safe to put into a page. */
  html: string;
  at: Date;
  attachments: AttachmentView[];
};
export type EventEntry = { type: "event"; id: string; words: Said; at: Date };
export type Entry = MessageEntry | EventEntry;

export type ConversationView = {
  id: string;
  code: string;
  subject: string;
  state: TicketState;
  priority: TicketPriority;
  createdAt: Date;
  updatedAt: Date;
  requester: { id: string; name: string; email: string };
  assignee: { id: string; name: string } | null;
  about: AboutView | null;
  /** The code of the ticket that goes on in this one's place. */
  survivorCode: string | null;
  /** Whether the student may still write. */
  takesReplies: boolean;
  /** In the order in which they happened. */
  entries: Entry[];
  /** What to ask for to see what came before the first entry; none when everything is here. */
  earlier: string | null;
};

/**
 * A conversation by its code, as the student whose it is sees it (`student`: public messages alone) or as the team works
 * on it (`team`: notes and everything that happened). Who teaches the course that it is about sees what the student does (`teacher`). Undefined
 * for whoever may not see it that way.
 */
export async function getConversation(
  ctx: ReadCtx,
  code: string,
  options: { as: "student" | "team" | "teacher"; before?: string },
): Promise<ConversationView | undefined> {
  const head = await findHead(ctx, code);
  if (!head) return undefined;
  if (!(await maySee(ctx, head, options.as))) return undefined;

  const as = options.as === "team" ? "team" : "student";
  const { changes: all, mergedIds, ...facts } = head;
  const messages = await readMessages(ctx, [head.id, ...mergedIds], { ...options, as });
  const fitting = messages.slice(0, countFitting(messages));
  const whole = fitting.length === messages.length;
  const shown = fitting.reverse().map((row) => toEntry(row, head.requester.id));
  const from = whole ? head.createdAt : (shown[0]?.at ?? head.createdAt);
  const until = options.before ? shown.at(-1)?.at : undefined;
  const changes = toEvents(all, { as, requesterId: head.requester.id });
  const events = changes.filter(({ at }) => at >= from && (until === undefined || at <= until));
  return {
    ...facts,
    takesReplies: head.state !== "closed" && head.state !== "merged" && !isPastGrace(head, ctx.now),
    entries: inOrder([...shown, ...events]),
    earlier: whole ? null : (shown[0]?.id ?? null),
  };
}

async function maySee(
  ctx: ReadCtx,
  { id, requester }: { id: string; requester: { id: string } },
  as: "student" | "team" | "teacher",
): Promise<boolean> {
  const { actor } = ctx;
  if (as === "teacher") {
    const resource = await findAnswerResource(ctx.read, await findTicket(ctx.read, id));
    return isAllowed(actor, "ticket.answer", resource) && isAllowed(actor, "ticket.read", resource);
  }
  const resource = { ownerId: requester.id };
  const allowed =
    as === "team" ? isAllowed(actor, "ticket.answer", resource) : actor.type === "user" && actor.id === requester.id;
  return allowed && isAllowed(actor, "ticket.read", resource);
}

/** How many of the messages, the newest of which comes first, one page shows. The newest always. */
function countFitting(messages: readonly MessageRow[]): number {
  let characters = 0;
  const beyond = messages.findIndex(({ kind, body }, place) => {
    characters += kind === "event" ? 0 : body.length;
    return place > 0 && characters > CHARACTERS_MAX;
  });
  return Math.min(MESSAGES_MAX, beyond === -1 ? messages.length : beyond);
}

const requester = alias(users, "requester");
const assignee = alias(users, "assignee");
const survivor = alias(tickets, "survivor");

const prepareHead = (read: Reader, language: string | undefined) =>
  read
    .select({
      id: tickets.id,
      code: tickets.code,
      subject: tickets.subject,
      state: tickets.state,
      priority: tickets.priority,
      createdAt: tickets.createdAt,
      updatedAt: tickets.updatedAt,
      resolvedAt: tickets.resolvedAt,
      requester: { id: requester.id, name: requester.name, email: requester.email },
      assigneeId: assignee.id,
      assigneeName: assignee.name,
      survivorCode: survivor.code,
      mergedIds: selectJson<string[]>(selectMergedIds(read)),
      changes: selectStateChanges(read),
      ...selectAbout(language),
    })
    .from(tickets)
    .innerJoin(requester, eq(requester.id, tickets.requesterId))
    .leftJoin(assignee, eq(assignee.id, tickets.assigneeId))
    .leftJoin(survivor, eq(survivor.id, tickets.mergedIntoId))
    .leftJoin(payments, aboutJoins.payment)
    .leftJoin(enrolments, aboutJoins.enrolment)
    .leftJoin(orders, aboutJoins.order)
    .leftJoin(courses, aboutJoins.course)
    .where(eq(tickets.code, param(tickets.code, "code")))
    .prepare();

/** One for each language that the school speaks. */
const heads = perClient((_: Reader) => new Map<string | undefined, ReturnType<typeof prepareHead>>());

async function findHead({ read, language }: ReadCtx, code: string) {
  const known = heads(read);
  const prepared = known.get(language) ?? prepareHead(read, language);
  known.set(language, prepared);
  const [row] = await prepared.execute({ code });
  if (!row) return undefined;
  const { assigneeId, assigneeName, aboutType, aboutId, orderCode, courseId, courseTitle, ...head } = row;
  return {
    ...head,
    assignee: assigneeId ? { id: assigneeId, name: assigneeName ?? "" } : null,
    about: toAboutView({ aboutType, aboutId, orderCode, courseId, courseTitle }),
  };
}

const merged = alias(tickets, "merged");
const isMerged = and(eq(merged.requesterId, tickets.requesterId), eq(merged.mergedIntoId, tickets.id));

/** The tickets merged into one. They are all of one student, whose index finds them. */
function selectMergedIds(read: Reader) {
  return read
    .select({ list: gatherJson(merged.id, sql`${merged.id}`) })
    .from(merged)
    .where(isMerged);
}

const changer = alias(users, "changer");

/** What happened to a ticket and to those merged into it. */
function selectStateChanges(read: Reader) {
  const fields = {
    id: stateChanges.id,
    from: stateChanges.fromState,
    to: stateChanges.toState,
    at: stateChanges.at,
    actorId: stateChanges.actorId,
    actorName: changer.name,
  };
  const ofMerged = read.select({ id: merged.id }).from(merged).where(isMerged);
  const isOfConversation = or(eq(stateChanges.objectId, tickets.id), inArray(stateChanges.objectId, ofMerged));
  return gatherRows(read, fields, (select) =>
    select
      .from(stateChanges)
      .leftJoin(changer, eq(changer.id, stateChanges.actorId))
      .where(and(eq(stateChanges.objectType, "ticket"), isOfConversation))
      .orderBy(desc(stateChanges.at), desc(stateChanges.id))
      .limit(5 * MESSAGES_MAX),
  );
}

/** The newest first, and one more than a page shows. */
function selectMessages(read: Reader, where: SQL | undefined) {
  return read
    .select({
      id: ticketMessages.id,
      kind: ticketMessages.kind,
      body: ticketMessages.body,
      at: ticketMessages.createdAt,
      authorId: ticketMessages.authorId,
      authorName: users.name,
      authorMergedIntoId: users.mergedIntoId,
      attachments: selectAttachments(read),
    })
    .from(ticketMessages)
    .leftJoin(users, eq(users.id, ticketMessages.authorId))
    .where(where)
    .orderBy(desc(ticketMessages.createdAt), desc(ticketMessages.id))
    .limit(MESSAGES_MAX + 1);
}

const whatSees = { team: undefined, student: eq(ticketMessages.kind, "public") };

/** As most conversations are opened: nothing was merged into them, and the newest is asked for. */
const newest = perClient((read: Reader) => {
  const isOfTicket = eq(ticketMessages.ticketId, param(ticketMessages.ticketId, "ticketId"));
  return {
    team: selectMessages(read, isOfTicket).prepare(),
    student: selectMessages(read, and(isOfTicket, whatSees.student)).prepare(),
  };
});

async function readMessages(
  ctx: ReadCtx,
  ticketIds: string[],
  { as, before }: { as: "student" | "team"; before?: string },
): Promise<MessageRow[]> {
  const [ticketId, ...merged] = ticketIds;
  if (merged.length === 0 && before === undefined) return newest(ctx.read)[as].execute({ ticketId });
  const older = before === undefined ? undefined : await olderThan(ctx, before);
  return selectMessages(ctx.read, and(inArray(ticketMessages.ticketId, ticketIds), whatSees[as], older));
}

type MessageRow = Awaited<ReturnType<typeof selectMessages>>[number];

/** Written as HTML only for a page that shows it: to write all that were read would take longer than to read them. */
function toEntry(row: MessageRow, requesterId: string): Entry {
  const { id, kind, body, at, authorId, authorName, authorMergedIntoId, attachments } = row;
  const name = authorName ?? "Matricula";
  if (kind === "event") return { type: "event", id, at, words: sayEvent(name, body) };
  // A student may have written by an account that was merged into the one they have now.
  const side = authorId === requesterId || authorMergedIntoId === requesterId ? "student" : "school";
  const html = renderMessage(body);
  return { type: "message", id, kind, body, html, at, author: { name, side }, attachments };
}

async function olderThan(ctx: ReadCtx, messageId: string): Promise<SQL | undefined> {
  const [mark] = await ctx.read
    .select({ at: ticketMessages.createdAt })
    .from(ticketMessages)
    .where(eq(ticketMessages.id, messageId));
  if (!mark) return undefined;
  return or(
    lt(ticketMessages.createdAt, mark.at),
    and(eq(ticketMessages.createdAt, mark.at), lt(ticketMessages.id, messageId)),
  );
}

function selectAttachments(read: Reader): SQL<AttachmentView[]> {
  const fields = {
    fileId: attachments.fileId,
    name: attachments.name,
    mediaType: files.mediaType,
    sizeBytes: files.sizeBytes,
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(attachments)
      .innerJoin(files, eq(files.id, attachments.fileId))
      .where(eq(attachments.messageId, ticketMessages.id))
      .orderBy(asc(attachments.id)),
  );
}

type StateChange = {
  id: string;
  from: string | null;
  to: string;
  at: Date;
  actorId: string | null;
  actorName: string | null;
};

function toEvents(
  changes: readonly StateChange[],
  seen: { as: "student" | "team"; requesterId: string },
): EventEntry[] {
  return changes.flatMap(({ id, from, to, at, actorId, actorName }) => {
    const words = describeEvent({ from, to, actorName, byRequester: actorId === seen.requesterId }, seen.as);
    return words === undefined ? [] : [{ type: "event" as const, id, at, words }];
  });
}

/** Who did it is put in where it is shown, because people are renamed. Earlier versions kept a sentence without its beginning. */
function sayEvent(name: string, body: string): Said {
  const event = decodeMessage(body);
  return typeof event === "string" ? `${name} ${event}` : { ...event, values: { ...event.values, name } };
}

/** Ids made by one process sort in the order they were made; of one moment, what was said comes before what followed. */
function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => {
    if (a.at.getTime() !== b.at.getTime()) return a.at.getTime() - b.at.getTime();
    if (a.type !== b.type) return a.type === "message" ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
}
