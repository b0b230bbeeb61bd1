import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { listRuleFacts } from "#components/catalogue/rule-facts.tsx";
import {
  FormCheckbox,
  FormInput,
  FormSelect,
  FormTextArea,
  FormTick,
  StateForm,
} from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { type Choice, listCourseChoices } from "#domain/courses/list-courses.ts";
import { getEditVersion } from "#domain/kernel/edit-version.ts";
import { listQuestions, type QuestionRow } from "#domain/questions/list-questions.ts";
import { isAllowed } from "#domain/policy.ts";
import { getCohortRules, RULE_PARTS, type SavedRules } from "#domain/rules/get-cohort-rules.ts";
import { loadCourseRules } from "#domain/rules/load-course-rules.ts";
import { listSeatBlocks } from "#domain/seat-blocks/list-seat-blocks.ts";
import { findCourse } from "../../../frame.tsx";
import { SeatBlocksPanel } from "./seat-blocks.tsx";
import { setCohortRulesAction } from "./actions.ts";

type Props = { params: Promise<{ id: string; cohortId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await findCourse((await params).id);
  return { title: `${getTranslator()("rules.rules_title")} · ${office.course.title}` };
}

/** Who may enrol in a cohort: what students read of it, and for who runs the courses, the form. */
export default async function CohortRulesPage({ params }: Props) {
  const t = getTranslator();
  const { id, cohortId } = await params;
  const { office, read } = await findCourse(id);
  const found = await getCohortOffice(read, id, cohortId);
  if (!found) notFound();
  const { title, language } = office.course;
  const { cohort } = found;
  const rules = (await loadCourseRules(read, [cohort])).get(cohortId);
  const mayEdit = office.may.cohorts && cohort.state === "open";
  return (
    <>
      <PageHeader
        title={t("rules.rules_title")}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_courses.courses_title"), href: "/admin/courses" },
              { label: title, href: `/admin/courses/${id}`, language },
              { label: cohort.name, href: `/admin/courses/${id}/cohorts/${cohortId}`, language },
              { label: t("rules.rules_title") },
            ]}
          />
        }
        lede={
          <span {...writtenIn(language)}>
            {title} · {cohort.name}
          </span>
        }
      />
      <Columns
        aside={
          <Panel title={t("rules.students_read_title")}>
            {rules ? (
              <ul className="grid gap-2">
                {listRuleFacts(rules).map(({ rule, words }) => (
                  <li key={rule}>{words}</li>
                ))}
              </ul>
            ) : (
              <p>{t("rules.no_rules")}</p>
            )}
            {isAllowed(read.actor, "application.list") && (
              <p className="mt-3 text-small">
                <a className="link" href={`/admin/applications?course=${id}&cohort=${cohortId}`}>
                  {t("rules.see_applications_link")}
                </a>
              </p>
            )}
          </Panel>
        }
      >
        {mayEdit && (
          <RulesForm
            values={{ courseId: id, cohortId }}
            rules={await getCohortRules(read.read, cohortId)}
            courses={await listPossiblePrerequisites()}
            questions={(await listQuestions(read, id)).filter((each) => asksBirth(each, cohortId))}
          />
        )}
        {office.may.cohorts && (
          <SeatBlocksPanel cohort={cohort} blocks={await listSeatBlocks(read, cohortId)} mayEdit={mayEdit} />
        )}
      </Columns>
    </>
  );

  /** The published courses, and those that are chosen already. */
  async function listPossiblePrerequisites(): Promise<Choice[]> {
    const listed = (await listCourseChoices(read)).filter(({ value }) => value !== id);
    const chosen = (rules?.prerequisites ?? []).map(({ courseId: value, title: label }) => ({ value, label }));
    return [...chosen, ...listed.filter(({ value }) => !chosen.some((each) => each.value === value))];
  }
}

const asksBirth = ({ kind, onlyIfRootId, cohortId }: QuestionRow, here: string) =>
  kind === "date" && onlyIfRootId === null && (cohortId === null || cohortId === here);

type FormProps = { values: Record<string, string>; rules: SavedRules; courses: Choice[]; questions: QuestionRow[] };

const text = (count: number | null) => (count === null ? "" : String(count));

function RulesForm({ values, rules, courses, questions }: FormProps) {
  const t = getTranslator();
  const number = { inputMode: "numeric", maxLength: 3, optional: true } as const;
  const seen = getEditVersion(rules, RULE_PARTS);
  return (
    <Panel>
      <StateForm action={setCohortRulesAction} values={{ ...values, seen }} className="grid gap-6">
        <Prerequisites courses={courses} chosen={rules.prerequisiteIds} />
        <fieldset className="grid min-w-0 gap-5">
          <legend className="mb-2 font-[560]">{t("rules.age_legend")}</legend>
          <div className="grid gap-5 sm:grid-cols-2">
            <FormInput name="ageMin" label={t("rules.age_min_label")} {...number} defaultValue={text(rules.ageMin)} />
            <FormInput name="ageMax" label={t("rules.age_max_label")} {...number} defaultValue={text(rules.ageMax)} />
            <FormInput
              name="ageOn"
              type="date"
              label={t("rules.age_on_label")}
              hint={t("rules.age_on_hint")}
              defaultValue={rules.ageOn ?? ""}
              optional
            />
            <FormSelect
              name="birthQuestionId"
              label={t("rules.birth_question_label")}
              options={[
                { value: "", label: t("rules.birth_question_new") },
                ...questions.map(({ rootId, prompt }) => ({ value: rootId, label: prompt })),
              ]}
              defaultValue={rules.birthQuestionId ?? ""}
            />
          </div>
        </fieldset>
        <FormTextArea
          name="mailDomains"
          label={t("rules.mail_domains_label")}
          hint={t("rules.mail_domains_hint")}
          rows={3}
          maxLength={5000}
          defaultValue={rules.mailDomains.join("\n")}
          optional
        />
        <fieldset className="grid min-w-0 gap-5">
          <legend className="mb-2 font-[560]">{t("rules.approval_legend")}</legend>
          <FormCheckbox
            name="needsApproval"
            label={t("rules.approval_label")}
            hint={t("rules.approval_hint")}
            defaultChecked={rules.needsApproval}
          />
          <FormInput
            name="payDays"
            label={t("rules.pay_days_label")}
            inputMode="numeric"
            maxLength={3}
            defaultValue={String(rules.payDays)}
            className="max-w-60"
            required
          />
        </fieldset>
        <div>
          <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>{t("admin_courses.save_button")}</SubmitButton>
        </div>
      </StateForm>
    </Panel>
  );
}

function Prerequisites({ courses, chosen }: { courses: Choice[]; chosen: readonly string[] }) {
  const t = getTranslator();
  return (
    <fieldset className="min-w-0">
      <legend className="font-[560]">{t("rules.prerequisites_legend")}</legend>
      <p className="mb-2 text-small text-ink-soft">{t("rules.prerequisites_hint")}</p>
      {/* A school with hundreds of courses keeps the rest of the form within reach. */}
      <div className="grid max-h-72 gap-1 overflow-y-auto rounded-md border border-rule p-3" tabIndex={0}>
        {courses.map(({ value, label }) => (
          <FormTick
            key={value}
            id={`before-${value}`}
            name="prerequisiteIds"
            value={value}
            label={label}
            defaultChecked={chosen.includes(value)}
          />
        ))}
      </div>
    </fieldset>
  );
}
