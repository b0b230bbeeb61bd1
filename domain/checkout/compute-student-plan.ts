import { message, type Message } from "#messages/message.ts";
import { RECORD_PARTS, type StudentRecord, type WantedPlace } from "../students/student-record.ts";
import {
  type ImportedUser,
  type ImportState,
  buildKeyMark,
  buildPlaceMark,
  type Offering,
  type Place,
  type StudentKey,
} from "./load-import-state.ts";

export type ImportStep =
  | { does: "create" }
  | { does: "edit"; parts: (typeof RECORD_PARTS)[number][] }
  | { does: "disable" | "enable" }
  | { does: "enrol"; offering: Offering; days?: number | undefined; isSuspended: boolean }
  | { does: "suspend" | "resume" | "cancel"; offering: Offering; enrolmentId: string };

export type StudentPlan = {
  outcome: "created" | "changed" | "same" | "rejected";
  user?: ImportedUser | undefined;
  steps: ImportStep[];
  /** Why the row is not taken, or what is done, in words. */
  notes: Message[];
  /** Whether the key of the row is not known yet as this person's, or says something new. */
  isKeyNew: boolean;
};

/** What the source has said of a student before; what it says again changes nothing. */
type Said = Partial<Record<string, unknown>> & { places?: Record<string, string> };

/** Seats that earlier rows of the same file are going to take, by offering. */
export type Claimed = Map<string, number>;

/** Says what a row would do, and does nothing. */
export function computeStudentPlan(
  record: StudentRecord,
  state: ImportState,
  claimed: Claimed = new Map(),
): StudentPlan {
  const problems: Message[] = [];
  const { user, key } = findWho(record, state, problems);
  if (user?.isColleague) problems.push(message("student_imports.is_colleague"));
  const said = (key?.said ?? {}) as Said;
  const steps: ImportStep[] = [];
  if (!user) planNew(record, steps, problems);
  else planKnown(record, user, said, { steps, problems, state });
  const isOut = user ? willBeOut(user, steps) : record.isOut === true;
  if (!isOut) planPlaces(record, user, said, { steps, problems, state, claimed });
  else if (record.isOut !== true && wantsNewPlace(record, said)) problems.push(message("student_imports.is_disabled"));
  if (problems.length > 0) return { outcome: "rejected", user, steps: [], notes: problems, isKeyNew: false };
  const isKeyNew = record.key !== undefined && user !== undefined && !isSame(mergeSaid(record, said), key?.said);
  // Whoever has left and was never here is no news, but no line is passed over without a word.
  if (!user && steps.length === 0)
    return { outcome: "same", steps, notes: [message("student_imports.gone_and_unknown")], isKeyNew };
  const outcome = steps.length === 0 ? "same" : user ? "changed" : "created";
  return { outcome, user, steps, notes: steps.flatMap((step) => describeStep(step, record)), isKeyNew };
}

const willBeOut = ({ disabledAt }: ImportedUser, steps: readonly ImportStep[]) =>
  disabledAt === null ? steps.some(({ does }) => does === "disable") : !steps.some(({ does }) => does === "enable");

const wantsNewPlace = ({ places }: StudentRecord, said: Said) =>
  places.some(({ course, status }) => status !== "ended" && said.places?.[course] !== status);

/** What the source has said so far, with what it says now. */
export function mergeSaid(record: StudentRecord, before: Said = {}): Said {
  const { id: _id, source: _source, key: _key, formerKey: _former, places, ...parts } = record;
  const said = Object.fromEntries(places.map(({ course, status }) => [course, status]));
  return { ...before, ...parts, places: { ...before.places, ...said } };
}

const isSame = (one: unknown, other: unknown) => sorted(one) === sorted(other);
/** PostgreSQL keeps the keys of an object in an order of its own. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

type Who = { user?: ImportedUser | undefined; key?: StudentKey | undefined };

/** Who a row is about: by id, else by key, else by address. */
function findWho(record: StudentRecord, state: ImportState, problems: Message[]): Who {
  const { id, source, email } = record;
  const now = record.key === undefined ? undefined : state.keys.get(buildKeyMark(source, record.key));
  const former = record.formerKey === undefined ? undefined : state.keys.get(buildKeyMark(source, record.formerKey));
  if (now && former && now.userId !== former.userId) problems.push(message("student_imports.both_keys_known"));
  const key = now ?? former;
  const byId = id === undefined ? undefined : state.users.get(id);
  if (id !== undefined && !byId) problems.push(message("student_imports.no_such_id", { id }));
  if (byId && key && key.userId !== byId.id) problems.push(message("student_imports.key_of_another"));
  const known = byId ?? (key && state.users.get(key.userId));
  const holder = email === undefined ? undefined : state.byEmail.get(email);
  if (known) {
    const isNewAddress = email !== undefined && email !== (key?.said as Said | undefined)?.email;
    if (holder && holder.id !== known.id && isNewAddress) problems.push(message("student_imports.address_of_another"));
    return { user: known, key };
  }
  if (id !== undefined || !holder) return {};
  const other = state.keysOf.get(holder.id)?.find((each) => each.source === source);
  if (record.key !== undefined && other)
    problems.push(message("student_imports.address_of_other_key", { key: other.key }));
  return { user: holder };
}

function planNew(record: StudentRecord, steps: ImportStep[], problems: Message[]): void {
  if (record.isOut) return;
  if (record.email === undefined) problems.push(message("student_imports.no_address"));
  if (record.name === undefined) problems.push(message("student_imports.no_name"));
  steps.push({ does: "create" });
}

type Known = { steps: ImportStep[]; problems: Message[]; state: ImportState };

function planKnown(record: StudentRecord, user: ImportedUser, said: Said, { steps }: Known): void {
  const parts = RECORD_PARTS.filter(
    (part) =>
      record[part] !== undefined &&
      record[part] !== said[part] &&
      record[part] !== user[part] &&
      !(part === "email" && user.formerEmails.includes(record.email ?? "")),
  );
  if (parts.length > 0) steps.push({ does: "edit", parts });
  const isDisabled = user.disabledAt !== null;
  if (record.isOut === undefined || record.isOut === isDisabled || record.isOut === said.isOut) return;
  if (record.isOut) steps.push({ does: "disable" });
  // Whom the school has disabled by hand no list of another system lets in again; a row by its id is the school's own.
  else if (said.isOut === true || record.id !== undefined) steps.push({ does: "enable" });
}

function planPlaces(
  { places, source }: StudentRecord,
  user: ImportedUser | undefined,
  said: Said,
  { steps, problems, state, claimed }: Known & { claimed: Claimed },
): void {
  const held = user ? (state.places.get(user.id) ?? []) : [];
  for (const wanted of places) {
    if (said.places?.[wanted.course] === wanted.status) continue;
    const offering = pickOffering(wanted.course, source, state, problems);
    if (!offering) continue;
    const place = held.find(({ cohortId }) => cohortId === offering.id);
    if (place) planPlace(wanted, offering, place, { steps, problems });
    else if (
      user &&
      wanted.status !== "ended" &&
      state.revoked.has(buildPlaceMark({ studentId: user.id, cohortId: offering.id }))
    )
      problems.push(message("student_imports.place_was_revoked", { course: offering.title }));
    else if (wanted.status !== "ended") planSeat(wanted, offering, { steps, problems, claimed });
  }
}

function pickOffering(word: string, source: string, state: ImportState, problems: Message[]): Offering | undefined {
  const all = state.offerings.get(word) ?? [];
  const [first, ...others] = all;
  if (!first) {
    problems.push(message("student_imports.no_such_course", { course: word }));
    return undefined;
  }
  if (others.length === 0) return first;
  const own = all.filter((each) => each.source === source && each.externalKey === word);
  if (own.length === 1) return own[0];
  const names = all.map(({ name }) => name).join(", ");
  problems.push(message("student_imports.several_cohorts", { course: word, names }));
  return undefined;
}

type Found = { steps: ImportStep[]; problems: Message[] };

function planPlace(wanted: WantedPlace, offering: Offering, place: Place, { steps, problems }: Found): void {
  const at = { offering, enrolmentId: place.id };
  if (wanted.status === "suspended" && place.state === "active") steps.push({ does: "suspend", ...at });
  if (wanted.status === "active" && place.state === "suspended") steps.push({ does: "resume", ...at });
  if (wanted.status !== "ended") return;
  // Money may have to be given back: a person decides.
  if (place.orderLineId !== null)
    problems.push(message("student_imports.place_was_bought", { course: offering.title }));
  else steps.push({ does: "cancel", ...at });
}

function planSeat(
  { status, days }: WantedPlace,
  offering: Offering,
  { steps, problems, claimed }: Found & { claimed: Claimed },
): void {
  const used = offering.used + (claimed.get(offering.id) ?? 0);
  if (offering.state !== "open")
    problems.push(message("student_imports.cohort_is_cancelled", { course: offering.title }));
  else if (offering.capacity !== null && used >= offering.capacity)
    problems.push(message("student_imports.cohort_is_full", { course: offering.title }));
  else {
    claimed.set(offering.id, (claimed.get(offering.id) ?? 0) + 1);
    steps.push({ does: "enrol", offering, days, isSuspended: status === "suspended" });
  }
}

const EDITED = {
  email: "student_imports.step_email",
  name: "student_imports.step_name",
  language: "student_imports.step_language",
  timezone: "student_imports.step_timezone",
  officeNote: "student_imports.step_note",
} as const;

function describeStep(step: ImportStep, record: StudentRecord): Message | Message[] {
  switch (step.does) {
    case "create":
      return message("student_imports.step_create");
    case "edit":
      return step.parts.map((part) =>
        part === "officeNote" ? message(EDITED.officeNote) : message(EDITED[part], { value: record[part] ?? "" }),
      );
    case "disable":
      return message("student_imports.step_disable");
    case "enable":
      return message("student_imports.step_enable");
    case "enrol":
      return message("student_imports.step_enrol", nameOf(step.offering));
    case "suspend":
      return message("student_imports.step_suspend", nameOf(step.offering));
    case "resume":
      return message("student_imports.step_resume", nameOf(step.offering));
    case "cancel":
      return message("student_imports.step_cancel", nameOf(step.offering));
  }
}

const nameOf = ({ title, name }: Offering) => ({ course: title, cohort: name });
