import { pagePath } from "#messages/page-path.ts";
import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { PricedCohort, PricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import type { RuleSet } from "#domain/rules/load-rules.ts";
import { NextStepButton } from "./next-step-button.tsx";
import { leavingWords, planWords, tentativeWords } from "./terms-words.ts";
import { listRuleFacts } from "./rule-facts.tsx";
import { ForCohort, pickId } from "./picked.tsx";
import { Seats } from "./seats.tsx";
import { accessWords, loadWords, whenWords } from "./when.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type EnrolCardProps = {
  course: PricedCoursePage;
  /** Those to choose from; the first that can be joined is chosen. */
  cohorts: PricedCohort[];
  chosen: PricedCohort;
  now: Date;
  rules: ReadonlyMap<string, RuleSet>;
};

/** What it costs, when, and the button: at the side of a wide page; on a phone the button is at the bottom, under the thumb. */
export function EnrolCard({ course, cohorts, chosen, now, rules }: EnrolCardProps) {
  const t = getTranslator();
  const alone = cohorts.length === 1;
  return (
    <form action={pagePath("/enrol")} method="post" aria-label={t("catalogue.enrol_label")} className="card p-[22px]">
      {cohorts.map((cohort) => (
        <ForCohort key={cohort.id} cohortId={cohort.id}>
          <p className="title num text-[34px] leading-tight tracking-[-0.02em]">{priceWords(cohort)}</p>
          <Early cohort={cohort} />
          <Group cohort={cohort} />
          {cohort.plan && <p className="mt-1 text-small text-ink-soft">{planWords(cohort)}</p>}
        </ForCohort>
      ))}
      {alone ? (
        <Only courseId={course.id} cohort={chosen} now={now} />
      ) : (
        <Choice courseId={course.id} cohorts={cohorts} chosen={chosen} now={now} />
      )}
      {cohorts.map((cohort) => (
        <ForCohort key={cohort.id} cohortId={cohort.id}>
          <Facts course={course} cohort={cohort} now={now} rules={rules.get(cohort.id)} />
          <EnrolBar course={course} cohort={cohort} isApplied={rules.get(cohort.id)?.needsApproval} />
          <p className="mt-3 text-center text-tiny text-ink-faint">
            {promise(course, cohort, rules.get(cohort.id)?.needsApproval)}
          </p>
        </ForCohort>
      ))}
    </form>
  );
}

/** Until when today's price counts, and the one after it. The rule's name is the office's own word, in one language: it is not shown. */
function Early({ cohort }: { cohort: PricedCohort }) {
  const { early } = cohort;
  if (!early) return null;
  const words = getTranslator()("price_rules.early_until", {
    // The last day, and not the midnight after it.
    until: formatInstant(new Date(early.until.getTime() - 1), { timezone: cohort.timezone, form: "date" }),
    list: formatAmount(cohort.price, { short: true }),
  });
  return (
    <p className="mt-1 text-small font-[560]" dir="auto">
      {words}
    </p>
  );
}

/** That a group has a price of its own; whoever is of it gets it by itself. */
function Group({ cohort: { group } }: { cohort: PricedCohort }) {
  if (!group) return null;
  return (
    <p className="mt-1 text-small text-ink-soft">
      {getTranslator()("price_rules.group_price_words", { price: formatAmount(group, { short: true }) })}
    </p>
  );
}

/** What a place costs whoever orders now. */
function priceWords({ early, price: list }: PricedCohort): string {
  const t = getTranslator();
  const price = early?.price ?? list;
  return price.minor === 0 ? t("catalogue.free") : formatAmount(price, { short: true });
}

/** One offering needs no choosing. */
function Only({ courseId, cohort, now }: { courseId: string; cohort: PricedCohort; now: Date }) {
  return (
    <div className="mt-3.5">
      <input type="hidden" name="cohortId" value={cohort.id} />
      <p className="flex items-baseline justify-between gap-3 text-[15px]">
        <span {...writtenIn(cohort.textLanguages.name)} className="min-w-0 font-[560]">
          {cohort.name}
        </span>
        <Seats
          courseId={courseId}
          cohortId={cohort.id}
          state={cohort.state}
          left={cohort.seatsLeft}
          className="flex-none text-tiny"
        />
      </p>
      <p className="text-tiny text-ink-soft">{whenWords(cohort, now)}</p>
    </div>
  );
}

type ChoiceProps = Pick<EnrolCardProps, "cohorts" | "chosen" | "now"> & { courseId: string };

function Choice({ courseId, cohorts, chosen, now }: ChoiceProps) {
  const t = getTranslator();
  const pricesDiffer = new Set(cohorts.map(priceWords)).size > 1;
  return (
    <fieldset className="mt-3.5 min-w-0">
      <legend className="sr-only">{t("catalogue.when_would_you_like_to_come")}</legend>
      {/* A school with fifty sections of a course keeps its button within reach. */}
      <div className={cx("grid grid-cols-1 gap-2", cohorts.length > 6 && "max-h-[23rem] overflow-y-auto p-0.5")}>
        {cohorts.map((cohort) => (
          <label
            key={cohort.id}
            className={cx(
              "flex cursor-pointer items-center gap-3 rounded-md border border-rule px-[13px] py-[11px] text-[15px] hover:border-edge",
              "has-checked:border-accent has-checked:bg-accent-soft",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
            )}
          >
            <input
              type="radio"
              name="cohortId"
              id={pickId(cohort.id)}
              value={cohort.id}
              defaultChecked={cohort.id === chosen.id}
              className="size-4 flex-none appearance-none rounded-full border-[1.5px] border-edge bg-surface outline-none checked:border-[5px] checked:border-accent"
            />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <span {...writtenIn(cohort.textLanguages.name)} className="block font-[540]">
                {cohort.name}
              </span>
              <span className="block text-tiny text-ink-soft">{whenWords(cohort, now)}</span>
            </span>
            <span className="grid flex-none justify-items-end text-tiny">
              {pricesDiffer && <span className="num text-ink-soft">{priceWords(cohort)}</span>}
              <Seats courseId={courseId} cohortId={cohort.id} state={cohort.state} left={cohort.seatsLeft} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type FactsProps = { course: PricedCoursePage; cohort: PricedCohort; now: Date; rules: RuleSet | undefined };

function Facts({ course, cohort, now, rules }: FactsProps) {
  const t = getTranslator();
  const load = loadWords(cohort);
  const zone = cohort.timezone.replaceAll("_", " ");
  return (
    <ul className="mb-5 mt-[18px] grid grid-cols-1 gap-3 text-[15px]">
      {load && (
        <Fact icon="clock" words={load}>
          {zone}
        </Fact>
      )}
      {cohort.place && (
        <Fact icon="house" words={<span {...writtenIn(cohort.textLanguages.place)}>{cohort.place}</span>} />
      )}
      <Fact icon="document" words={accessWords(cohort, now)} />
      {cohort.closesAt && (cohort.state === "open" || cohort.state === "few") && (
        <Fact icon="calendar" words={t("catalogue.enrol_until", { closesAt: formatInstant(cohort.closesAt, cohort) })}>
          {zone}
        </Fact>
      )}
      {rules && listRuleFacts(rules).map(({ rule, icon, words }) => <Fact key={rule} icon={icon} words={words} />)}
      {cohort.tentative && <Fact icon="people" words={tentativeWords(cohort.tentative, cohort, { isKept: true })} />}
      {leavingWords(cohort.leaving, cohort, now).map((words) => (
        <Fact key={words} icon="back" words={words} />
      ))}
      {course.refundPolicy.text && cohort.price.minor > 0 && !cohort.leaving.cancel && (
        <Fact
          icon="back"
          words={
            <>
              <span {...writtenIn(course.refundPolicy.language)}>{course.refundPolicy.text}</span>{" "}
              {t("learning.office_decides_when_asked")}
            </>
          }
        />
      )}
    </ul>
  );
}

function Fact({ icon, words, children }: { icon: IconName; words: ReactNode; children?: ReactNode }) {
  return (
    <li className="flex gap-4">
      <Icon name={icon} className="mt-[3px] text-ink-faint" />
      <span className="min-w-0">
        {words}
        {children && <span className="block text-tiny text-ink-faint">{children}</span>}
      </span>
    </li>
  );
}

/** The button, and on a phone what it costs beside it. What cannot be joined says why and when, in the button's place. */
type BarProps = {
  course: PricedCoursePage;
  cohort: PricedCohort;
  isApplied: boolean | undefined;
};

/** `isApplied`: the office decides about each, so one applies, also where every seat is taken. */
function EnrolBar({ course, cohort, isApplied = false }: BarProps) {
  const t = getTranslator();
  const { id: courseId, slug } = course;
  const closed = isApplied && cohort.state === "full" ? undefined : closedWords(cohort);
  const waits = cohort.state === "full" && !isApplied;
  return (
    <div
      data-fixed-bar
      className="flex items-center gap-4 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-10 max-lg:border-t max-lg:border-rule max-lg:bg-surface max-lg:px-5 max-lg:py-3 max-lg:pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      <div className="lg:hidden">
        <p className="title num whitespace-nowrap text-[20px] leading-tight">{priceWords(cohort)}</p>
        <Seats
          courseId={courseId}
          cohortId={cohort.id}
          state={cohort.state}
          left={cohort.seatsLeft}
          long
          className="text-tiny"
        />
      </div>
      <NextStepButton courseId={courseId} slug={slug} cohortId={cohort.id}>
        {closed ? (
          <p className="flex-1 rounded-md bg-sunken px-4 py-2.5 text-center text-small text-ink-soft">{closed}</p>
        ) : (
          <SubmitButton
            className="flex-1"
            pendingLabel={t("catalogue.one_moment_pending")}
            {...(waits ? { name: "or", value: "wait" } : {})}
          >
            {waits
              ? t("catalogue.join_the_waiting_list_button")
              : t(isApplied ? "applications.apply_button" : "catalogue.enrol_button")}
          </SubmitButton>
        )}
      </NextStepButton>
    </div>
  );
}

function closedWords(cohort: PricedCohort): string | undefined {
  const t = getTranslator();
  switch (cohort.state) {
    case "finished":
      return t("catalogue.this_course_is_over");
    case "closed":
      return t("catalogue.enrolment_has_closed");
    case "not_yet":
      return cohort.opensAt
        ? t("catalogue.enrolment_opens_on", {
            opensAt: formatInstant(cohort.opensAt, cohort),
            timezone: cohort.timezone.replaceAll("_", " "),
          })
        : t("catalogue.enrolment_has_not_opened_yet");
    case "full":
      return cohort.waitingList ? undefined : t("catalogue.every_seat_is_taken");
    case "open":
    case "few":
      return undefined;
  }
}

function promise(course: PricedCoursePage, cohort: PricedCohort, isApplied = false): string {
  const t = getTranslator();
  if (isApplied && (cohort.state === "full" || !closedWords(cohort))) return t("applications.apply_words");
  if (cohort.state === "full" && cohort.waitingList) {
    return t("catalogue.full_join_the_waiting_list_and_we_write");
  }
  if (closedWords(cohort)) return "";
  if (cohort.price.minor === 0) return t("catalogue.no_payment_and_you_are_in_at_once");
  const { holdMinutes } = course;
  return course.takesTransfers
    ? t("catalogue.your_seat_is_held_for_minutes_and_a_week", { holdMinutes })
    : t("catalogue.your_seat_is_held_for_minutes", { holdMinutes });
}
