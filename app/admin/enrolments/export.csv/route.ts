import { exportList, readExport } from "#app/admin/_list/export.ts";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import type { EnrolmentRow } from "#domain/enrolments/list-enrolments.ts";
import { isId } from "#domain/kernel/ids.ts";
import { isAllowed } from "#domain/policy.ts";
import type { AnswerView } from "#domain/questions/list-answers.ts";
import { listAnswersByEnrolment } from "#domain/questions/list-answers-by-enrolment.ts";
import { listQuestionHeads } from "#domain/questions/list-question-heads.ts";
import type { CsvColumn } from "#ops/csv.ts";
import { ENROLMENT_LIST } from "../list.ts";

type Row = EnrolmentRow & { answers: readonly AnswerView[] };

export async function GET(request: Request): Promise<Response> {
  const list = readExport(ENROLMENT_LIST, request);
  return exportList<Row>(request, {
    action: "enrolment.list",
    name: "enrolments",
    ...list,
    rows: (ctx) => addAnswers(ctx, list.rows(ctx)),
    columns: [
      { header: "Enrolment", cell: ({ id }) => id },
      { header: "State", cell: ({ state }) => state },
      { header: "Student", cell: ({ studentName }) => studentName },
      { header: "Address", cell: ({ studentEmail }) => studentEmail },
      { header: "Course", cell: ({ courseTitle }) => courseTitle },
      { header: "Cohort", cell: ({ cohortName }) => cohortName },
      { header: "Order", cell: ({ orderCode, claimedOrderCode }) => orderCode ?? claimedOrderCode },
      { header: "Enrolled (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Active since (UTC)", cell: ({ activatedAt }) => activatedAt },
      { header: "Ended (UTC)", cell: ({ endedAt }) => endedAt },
      ...(await listAnswerColumns(list.filters.course)),
    ],
  });
}

/** A column for each question of the one course that the file is about; of several courses, one column for all that was answered. */
async function listAnswerColumns(courseId: string | undefined): Promise<CsvColumn<Row>[]> {
  const ctx = await getPageReadCtx();
  if (!courseId || !isId("course", courseId) || !isAllowed(ctx.actor, "enrolment.list")) {
    const joined = ({ answers }: Row) => answers.map(({ prompt, value }) => `${prompt}: ${value}`).join("; ");
    return [{ header: "Answers", cell: joined }];
  }
  return (await listQuestionHeads(ctx, courseId)).map(({ rootId, prompt }) => ({
    header: prompt,
    cell: ({ answers }) => answers.find((answer) => answer.rootId === rootId)?.value,
  }));
}

async function* addAnswers(ctx: ReadCtx, batches: AsyncGenerator<EnrolmentRow[]>): AsyncGenerator<Row[]> {
  for await (const rows of batches) {
    const answers = await listAnswersByEnrolment(
      ctx,
      rows.map(({ id }) => id),
    );
    yield rows.map((row) => ({ ...row, answers: answers.get(row.id) ?? [] }));
  }
}
