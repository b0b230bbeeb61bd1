import { z } from "zod";
import { TICKET_PRIORITIES } from "#db/enums.ts";
import { issue } from "#messages/message.ts";
import { cleanLine, isVisible } from "../kernel/text-inputs.ts";
import { isId } from "../kernel/ids.ts";
import { parseAbout } from "./about.ts";
import { AFTER_ANSWER, type AfterAnswer } from "./answer-ticket.ts";
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from "./machine.ts";
import { QUEUE_SORTS, queueFilters } from "./list-tickets.ts";
import { TypedNumber } from "../kernel/parse-typed-number.ts";

/** Browsers send line breaks as two characters, and no text holds the character 0. */
const plainly = (text: string) => text.replace(/\r\n?/g, "\n").replaceAll("\0", "");

/** Without the empty lines round it. The spaces before the first word are part of what was typed, as before any other. */
const withoutEmptyEdges = (text: string) => text.trimEnd().replace(/^(?:[^\S\n]*\n)+/, "");

export const SubjectInput = z
  .string()
  .transform((text) => (isVisible(text) ? cleanLine(text) : ""))
  .pipe(
    z
      .string()
      .min(1, issue("fields.subject_needed"))
      .max(SUBJECT_CHARACTERS_MAX, issue("fields.subject_characters_max", { count: SUBJECT_CHARACTERS_MAX })),
  );

export const BodyInput = z
  .string()
  .transform((text) => withoutEmptyEdges(plainly(text)))
  .pipe(
    z
      .string()
      .min(1, issue("fields.write_something_first"))
      .max(BODY_CHARACTERS_MAX, issue("fields.characters_max", { count: BODY_CHARACTERS_MAX })),
  );

export const TicketIdInput = z.string().refine((text) => isId("ticket", text), issue("fields.no_such_ticket"));

/** `order:ord_…` from a link or a form; an empty choice is about nothing in particular. */
export const AboutInput = z
  .string()
  .max(80)
  .optional()
  .transform((text, context) => {
    if (!text) return undefined;
    const about = parseAbout(text);
    if (!about) context.addIssue({ code: "custom", message: issue("fields.choose_from_list") });
    return about;
  });

export const PriorityInput = z.enum(TICKET_PRIORITIES);

const afterAnswers = Object.keys(AFTER_ANSWER) as [AfterAnswer, ...AfterAnswer[]];
/** What the reply form's buttons say: an answer and how the ticket then stands, or a note for the team. */
export const ReplyKindInput = z.enum([...afterAnswers, "note"]);

/** The queue's filters as they stand in an address. What makes no sense there falls back to the default. */
export const QueueFiltersInput = z.object({
  state: queueFilters.state.input.catch("unresolved"),
  assignee: queueFilters.assignee.input.catch("anyone"),
  priority: queueFilters.priority.input.optional().catch(undefined),
  about: queueFilters.about.input.optional().catch(undefined),
  q: queueFilters.q.input.optional().catch(undefined),
  sort: z.enum(QUEUE_SORTS).catch("newest"),
  page: TypedNumber(1, 100_000).catch(1),
});
