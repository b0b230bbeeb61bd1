import { Ask } from "#components/admin/ask.tsx";
import { FoldedForm } from "#components/admin/folded-form.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { type QuestionChoices, QuestionFieldsPart } from "#components/admin/question-fields.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { listPossibleAnswers } from "#domain/questions/check-condition.ts";
import { listQuestionCohorts, listQuestions, type QuestionRow } from "#domain/questions/list-questions.ts";
import { isAllowed } from "#domain/policy.ts";
import { listLanguages } from "#messages/page-path.ts";
import { kindLabel } from "#components/admin/question-kinds.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { addQuestionAction, editQuestionAction, retireQuestionAction } from "./actions.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("questions.questions_title"));

/** What whoever enrols in a course is asked. */
export default async function QuestionsPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const { office, read } = await findCourse(id);
  const questions = await listQuestions(read, id);
  const mayEdit = isAllowed(read.actor, "question.edit");
  const { language } = office.course;
  const choices: QuestionChoices = {
    cohorts: (await listQuestionCohorts(read, id)).map(({ id: value, name: label }) => ({ value, label })),
    parents: questions
      .filter((each) => listPossibleAnswers(each).length > 0)
      .map(({ id: value, prompt: label }) => ({ value, label })),
    languages: listLanguages().filter((each) => each.language !== language),
  };
  return (
    <CourseFrame office={office} tab="questions">
      <p className="mb-5 max-w-prose text-ink-soft">{t("questions.questions_lede")}</p>
      <div className="grid max-w-3xl grid-cols-1 gap-5">
        {questions.length === 0 ? (
          <EmptyState title={t("questions.no_questions_title")}>{t("questions.no_questions_words")}</EmptyState>
        ) : (
          <Panel>
            <ol>
              {questions.map((question) => (
                <li key={question.id} className="border-b border-rule py-3.5 last:border-b-0">
                  <Said question={question} all={questions} language={language} />
                  {mayEdit && <Steps question={question} choices={choices} all={questions} />}
                </li>
              ))}
            </ol>
          </Panel>
        )}
        {mayEdit && (
          <FoldedForm
            trigger={t("questions.add_question_button")}
            close={t("questions.not_now_button")}
            action={addQuestionAction}
            values={{ courseId: id }}
          >
            <QuestionFieldsPart id="new" choices={choices} position={nextPosition(questions)} />
            <div>
              <SubmitButton size="s" pendingLabel={t("questions.saving_pending")}>
                {t("questions.save_button")}
              </SubmitButton>
            </div>
          </FoldedForm>
        )}
      </div>
    </CourseFrame>
  );
}

const nextPosition = (questions: QuestionRow[]) => Math.max(0, ...questions.map(({ position }) => position)) + 10;

type SaidProps = { question: QuestionRow; all: QuestionRow[]; language: string };

function Said({ question, all, language }: SaidProps) {
  const t = getTranslator();
  const { prompt, help, kind, options, isRequired, cohortName, answers, onlyIfRootId, onlyIfAnswer } = question;
  const parent = all.find(({ rootId }) => rootId === onlyIfRootId);
  const facts = [
    kindLabel(kind),
    cohortName,
    t("questions.answers_count", { count: answers }),
    parent && t("questions.asked_only_if", { prompt: parent.prompt, answer: onlyIfAnswer ?? "" }),
  ];
  return (
    <div className="min-w-0 [overflow-wrap:anywhere]">
      <p {...writtenIn(language)} className="font-[540] whitespace-pre-line">
        {prompt} {isRequired && <Badge>{t("questions.required")}</Badge>}
      </p>
      {help && (
        <p {...writtenIn(language)} className="text-small text-ink-soft">
          {help}
        </p>
      )}
      {options.length > 0 && (
        <p {...writtenIn(language)} className="text-small">
          {options.join(" · ")}
        </p>
      )}
      <p className="text-small text-ink-faint">{facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
}

type StepsProps = { question: QuestionRow; choices: QuestionChoices; all: QuestionRow[] };

function Steps({ question, choices, all }: StepsProps) {
  const t = getTranslator();
  const values = { courseId: question.courseId, questionId: question.id };
  const parent = all.find(({ rootId }) => rootId === question.onlyIfRootId);
  return (
    <div className="mt-2.5 flex flex-wrap items-start gap-2">
      <FoldedForm trigger={t("questions.edit_question_button")} action={editQuestionAction} values={values}>
        <QuestionFieldsPart
          id={question.id}
          question={question}
          parentId={parent?.id}
          choices={{ ...choices, parents: choices.parents.filter(({ value }) => value !== question.id) }}
          position={question.position}
        />
        <div>
          <SubmitButton size="s" pendingLabel={t("questions.saving_pending")}>
            {t("questions.save_button")}
          </SubmitButton>
        </div>
      </FoldedForm>
      <Ask
        id={`remove-${question.id}`}
        trigger={t("questions.remove_button")}
        title={t("questions.remove_question_title")}
        confirmLabel={t("questions.confirm_remove_button")}
        why={false}
        action={retireQuestionAction}
        values={values}
      >
        {t("questions.remove_question_words", { count: question.answers })}
      </Ask>
    </div>
  );
}
