import { getTranslator } from "#components/messages/get-translator.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import type { AnswerView } from "#domain/questions/list-answers.ts";

/** What somebody answered at enrolment, beside what they were asked. */
export function AnswerList({ answers, className }: { answers: AnswerView[]; className?: string }) {
  return (
    <dl className={className}>
      {answers.map((answer) => (
        <div key={answer.id} className="py-1 [overflow-wrap:anywhere]">
          <dt {...writtenIn(answer.language)} className="text-small text-ink-soft">
            {answer.prompt}
          </dt>
          <dd className="whitespace-pre-line" dir="auto">
            <AnswerValue answer={answer} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function AnswerValue({ answer: { kind, value, fileId } }: { answer: AnswerView }) {
  const t = getTranslator();
  if (fileId !== null) {
    return (
      <a className="link" href={`/files/${fileId}`} download>
        {value}
      </a>
    );
  }
  if (kind === "checkbox" || kind === "consent") return value === "yes" ? t("questions.yes") : t("questions.no");
  return value;
}
