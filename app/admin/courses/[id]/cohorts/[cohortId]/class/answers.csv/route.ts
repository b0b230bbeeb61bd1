import { exportList } from "#app/admin/_list/export.ts";
import { findCourseResource } from "#domain/courses/load-course.ts";
import { getCohortOffice } from "#domain/courses/get-course-office.ts";
import { type ClassMember, listClass } from "#domain/enrolments/list-class.ts";
import { type AnswerView, listCohortAnswers } from "#domain/questions/list-answers.ts";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { isAllowed } from "#domain/policy.ts";

type Props = { params: Promise<{ id: string; cohortId: string }> };
type Row = ClassMember & { answers: Map<string, AnswerView> };

/** Who is in a cohort, a column a question: for a teacher's own list, without money. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { id, cohortId } = await params;
  const read = await getPageReadCtx();
  const resource = await findCourseResource(read, id);
  const maySee = resource !== undefined && isAllowed(read.actor, "enrolment.read", { ownerId: null, ...resource });
  const found = maySee ? await getCohortOffice(read, id, cohortId) : undefined;
  const answers = found ? await listCohortAnswers(read, cohortId) : [];
  const questions = new Map(answers.map(({ rootId, prompt }) => [rootId, prompt]));
  return exportList<Row>(request, {
    action: "enrolment.read",
    of: async () => (found ? { ownerId: null, ...resource } : undefined),
    name: "class",
    filters: { course: id, cohort: cohortId },
    columns: [
      { header: "Enrolment", cell: ({ enrolmentId }) => enrolmentId },
      { header: "Name", cell: ({ name }) => name },
      { header: "Email", cell: ({ email }) => email ?? "" },
      { header: "State", cell: ({ state }) => state },
      ...[...questions].map(([rootId, prompt]) => ({
        header: prompt,
        cell: ({ answers: own }: Row) => own.get(rootId)?.value ?? "",
      })),
    ],
    rows: async function* (ctx) {
      const members = await listClass(ctx, cohortId);
      yield members.map((member) => ({
        ...member,
        answers: new Map(
          answers
            .filter(({ enrolmentId }) => enrolmentId === member.enrolmentId)
            .map((answer) => [answer.rootId, answer]),
        ),
      }));
    },
  });
}
