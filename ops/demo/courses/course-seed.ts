import type { CourseLevel } from "#db/enums.ts";
import type { Money } from "#domain/kernel/money.ts";

/** What a material of the story is: a text to read or a link to follow. */
export type MaterialSeed = ({ title: string; text: string } | { title: string; link: string }) & {
  /** Under which section it stands, in English and in German; none is before the first. */
  section?: { title: string; german: string };
  isPreview?: true;
};

/** When the meetings of a cohort are, counted in days from the present. */
export type ScheduleSeed = {
  /** The first meeting is on the first such weekday (0 is Sunday) on or after this day. */
  inDays: number;
  weekday: number;
  at: string;
  /** From one meeting to the next. */
  everyDays: number;
  minutes: number;
  /** What happens each time. */
  meetings: { title: string; note?: string }[];
};

export type QuestionSeed = {
  prompt: string;
  help?: string;
  options?: string[];
  german: { prompt: string; help?: string; options?: string[] };
};

export type CohortSeed = {
  key: string;
  /** `{season}` becomes the season in which it begins. */
  name: string;
  dates: ScheduleSeed | null;
  timezone: string;
  place: string;
  link?: string;
  capacity: number | null;
  price: Money;
  /** How many days before the present enrolment opened; the crowd comes between then and the present or the start. */
  openedDaysAgo: number;
  accessDays: number | null;
  /** How its students have it open for longer; not at all when nothing is said. */
  renewal?: { way: "request" | "instant"; days: number; price?: Money; max?: number };
  /** On what terms its students leave by themselves; they ask the office when nothing is said. */
  terms?: { cancelDays: number; cancelPercent: number; cancelFee: Money; moveDays: number };
  /** What is asked of whoever enrols, in English and in German. Nothing that must be answered: the crowd says nothing. */
  questions?: QuestionSeed[];
  waitingList: boolean;
  /** How many of the crowd have a place in the end. */
  crowd: number;
  /** How many of them let the time to pay run out, besides. */
  gaveUp?: number;
};

export type CourseSeed = {
  key: string;
  title: string;
  summary: string;
  /** Markdown. */
  description: string;
  subject: string;
  level: CourseLevel;
  language: string;
  teachers: { email: string; about: string }[];
  materials: MaterialSeed[];
  cohorts: CohortSeed[];
  /** How it stands today. */
  state: "published" | "draft" | "archived";
};

export const chf = (francs: number): Money => ({ minor: francs * 100, currency: "CHF" });
export const eur = (euros: number): Money => ({ minor: euros * 100, currency: "EUR" });
export const yen = (amount: number): Money => ({ minor: amount, currency: "JPY" });

export const SUNDAY = 0;
export const MONDAY = 1;
export const TUESDAY = 2;
export const WEDNESDAY = 3;
export const THURSDAY = 4;
export const SATURDAY = 6;
