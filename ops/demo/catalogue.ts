import { addMaterial } from "#domain/courses/add-material.ts";
import { addSection } from "#domain/courses/add-section.ts";
import { archiveCourse } from "#domain/courses/archive-course.ts";
import { createCohort } from "#domain/courses/create-cohort.ts";
import { createCourse } from "#domain/courses/create-course.ts";
import { publishCourse } from "#domain/courses/publish-course.ts";
import { replaceMeetings } from "#domain/courses/replace-meetings.ts";
import { setCourseStaff } from "#domain/courses/set-course-staff.ts";
import { translateCohort } from "#domain/courses/translate-cohort.ts";
import { translateCourse } from "#domain/courses/translate-course.ts";
import { translateMeeting } from "#domain/courses/translate-meeting.ts";
import { translateSection } from "#domain/courses/translate-section.ts";
import { setCohortTerms } from "#domain/courses/set-cohort-terms.ts";
import { addQuestion } from "#domain/questions/add-question.ts";
import { QuestionFields } from "#domain/questions/inputs.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { scheduleAttendance } from "./attendance.ts";
import { COURSES } from "./courses/all.ts";
import type { CohortSeed, CourseSeed, MaterialSeed } from "./courses/course-seed.ts";
import { cohortInGerman, meetingInGerman } from "./courses/dates-in-german.ts";
import { IN_GERMAN } from "./courses/in-german.ts";
import { nameCohort, planMeetings, seasonOf } from "./plan-meetings.ts";
import type { People } from "./people.ts";
import type { Simulation } from "./simulation.ts";

/** How long before its first cohort opens a course is written. */
const WRITING_DAYS = 12;
/** The day on which the drawing course was given up. */
const ARCHIVED_DAYS_AGO = 130;

/** A cohort of the story and what became of it: the crowd and the scenes look here for ids and dates. */
export type SeedCohort = {
  story: CohortSeed;
  id: string;
  courseId: string;
  teacherEmail: string;
  openedAt: Date;
  startsAt: Date | null;
  endsAt: Date | null;
};

export type SeedCatalogue = {
  /** By the story's key; refuses one that is not there yet. */
  cohort(key: string): SeedCohort;
  courseId(key: string): string;
};

/** Puts the making of every course on the agenda. `opened` is called as soon as people can enrol in a cohort. */
export function scheduleCatalogue(
  stage: Simulation,
  people: People,
  opened: (cohort: SeedCohort) => void,
): SeedCatalogue {
  const staged = new Map<string, SeedCohort>();
  const courseIds = new Map<string, string>();
  for (const story of COURSES) {
    const oldest = Math.max(...story.cohorts.map(({ openedDaysAgo }) => openedDaysAgo));
    stage.at(stage.day(-oldest - WRITING_DAYS, "10:20"), async () => {
      const courseId = await writeCourse(stage, people, story);
      courseIds.set(story.key, courseId);
      for (const cohort of story.cohorts) {
        stage.at(cohortDay(stage, cohort), async () => {
          const made = await openCohort(stage, people, { courseId, course: story, story: cohort });
          staged.set(cohort.key, made);
          opened(made);
        });
      }
    });
  }
  return {
    cohort: (key) => staged.get(key) ?? missing(key),
    courseId: (key) => courseIds.get(key) ?? missing(key),
  };
}

/** A draft's cohort is made while the story is told, not on the day of its telling. */
function cohortDay(stage: Simulation, { openedDaysAgo }: CohortSeed): Date {
  return stage.day(-Math.max(openedDaysAgo, 3), "09:05");
}

/** The admin makes the draft in both languages of the school, says who teaches it, and the teacher adds what there is to read; then it is published. */
async function writeCourse(stage: Simulation, people: People, story: CourseSeed): Promise<string> {
  const admin = await people.desk("admin");
  const { title, summary, description, subject, level, language } = story;
  const { id: courseId } = await stage.act(admin.actor, (ctx) =>
    createCourse(ctx, { title, summary, description, subject, level, language, imageFileId: null }),
  );
  const german = IN_GERMAN[story.key];
  if (german) {
    await stage.act(admin.actor, (ctx) => translateCourse(ctx, { courseId, language: "de", ...german }));
  }
  const staff: { userId: string; about: string }[] = [];
  for (const { email, about } of story.teachers) staff.push({ userId: (await people.meet(email)).id, about });
  await stage.act(admin.actor, (ctx) => setCourseStaff(ctx, { courseId, staff }));
  stage.after(2 * DAY_MS, async () => {
    const teacher = await people.meet(story.teachers[0]?.email ?? "");
    const sections = new Map<string, string>();
    for (const { section, ...material } of story.materials) {
      const fields = { courseId, ...fieldsOf(material), isPreview: material.isPreview ?? false };
      if (section && !sections.has(section.title)) {
        const { title, german } = section;
        const { id } = await stage.act(teacher.actor, (ctx) => addSection(ctx, { courseId, title }));
        await stage.act(teacher.actor, (ctx) =>
          translateSection(ctx, { sectionId: id, language: "de", title: german }),
        );
        sections.set(title, id);
      }
      const sectionId = section ? (sections.get(section.title) ?? null) : null;
      await stage.act(teacher.actor, (ctx) => addMaterial(ctx, { ...fields, sectionId }));
    }
  });
  if (story.state !== "draft") {
    stage.after(4 * DAY_MS, () => stage.act(admin.actor, (ctx) => publishCourse(ctx, { courseId })));
  }
  if (story.state === "archived") {
    stage.at(stage.day(-ARCHIVED_DAYS_AGO, "16:40"), () =>
      stage.act(admin.actor, (ctx) => archiveCourse(ctx, { courseId, why: "The teacher has moved away." })),
    );
  }
  return courseId;
}

const fieldsOf = (material: MaterialSeed) => {
  const nothing = { body: "", url: "", fileId: null };
  return "text" in material
    ? { ...nothing, kind: "text" as const, title: material.title, body: material.text }
    : { ...nothing, kind: "link" as const, title: material.title, url: material.link };
};

type Opening = { courseId: string; course: CourseSeed; story: CohortSeed };

async function openCohort(
  stage: Simulation,
  people: People,
  { courseId, course, story }: Opening,
): Promise<SeedCohort> {
  const admin = await people.desk("admin");
  const hours = story.dates ? planMeetings(stage.present, story.dates, story.timezone) : [];
  const startsAt = hours[0]?.startsAt ?? null;
  const endsAt = hours.at(-1)?.endsAt ?? null;
  const second = hours[1]?.startsAt ?? startsAt;
  const { id } = await stage.act(admin.actor, (ctx) =>
    createCohort(ctx, {
      courseId,
      name: nameCohort(story, startsAt ?? stage.now()),
      startsAt,
      endsAt,
      timezone: story.timezone,
      place: story.place,
      capacity: story.capacity,
      priceMinor: story.price.minor,
      currency: story.price.currency,
      opensAt: null,
      // Whoever has missed one evening can still catch up; after the second it is too late.
      closesAt: second,
      accessDays: story.accessDays,
      ...renewalOf(story),
      waitingList: story.waitingList,
    }),
  );
  await sayTerms(stage, admin, { courseId, cohortId: id, story });
  const german = cohortInGerman(story, seasonOf(startsAt ?? stage.now(), story.timezone));
  if (german) {
    await stage.act(admin.actor, (ctx) => translateCohort(ctx, { cohortId: id, language: "de", ...german }));
  }
  const meetings = hours.map((hour) => ({ ...hour, place: story.place, link: story.link ?? "" }));
  if (meetings.length > 0) {
    const dated = await stage.act(admin.actor, (ctx) => replaceMeetings(ctx, { cohortId: id, meetings }));
    const teacher = () => people.meet(course.teachers[0]?.email ?? "");
    for (const [place, meeting] of dated.entries()) {
      scheduleAttendance(stage, teacher, { ...meeting, place });
      const german = meetingInGerman(meeting);
      if (!german) continue;
      await stage.act(admin.actor, (ctx) =>
        translateMeeting(ctx, { meetingId: meeting.id, language: "de", ...german }),
      );
    }
  }
  const teacherEmail = course.teachers[0]?.email ?? "";
  return { story, id, courseId, teacherEmail, openedAt: stage.now(), startsAt, endsAt };
}

/** What the office says of a cohort besides its dates: how it is left, and what it asks. */
async function sayTerms(
  stage: Simulation,
  admin: Awaited<ReturnType<People["desk"]>>,
  { courseId, cohortId, story }: { courseId: string; cohortId: string; story: CohortSeed },
): Promise<void> {
  const { terms, questions = [] } = story;
  if (terms) {
    const { cancelFee, ...days } = terms;
    await stage.act(admin.actor, (ctx) => setCohortTerms(ctx, { cohortId, ...days, cancelFeeMinor: cancelFee.minor }));
  }
  for (const [position, { prompt, help = "", options = [], german }] of questions.entries()) {
    const kind = options.length > 0 ? "choice" : "text";
    const fields = { cohortId, kind, prompt, help, options, position, translations: { de: german } };
    await stage.act(admin.actor, (ctx) => addQuestion(ctx, { courseId, ...QuestionFields.parse(fields) }));
  }
}

function missing(key: string): never {
  throw new Error(`the story has not come to "${key}" yet`);
}

function renewalOf({ renewal }: CohortSeed) {
  if (!renewal) return {};
  const { way, days, price, max } = renewal;
  return { renewal: way, renewalDays: days, renewalPriceMinor: price?.minor ?? 0, renewalsMax: max ?? null };
}
