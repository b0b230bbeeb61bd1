import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { AccessSentence, enrolmentsHref } from "#components/access/access-sentence.tsx";
import { GrantList } from "#components/access/grant-list.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { isAllowed } from "#domain/policy.ts";
import type { PersonView } from "#domain/students/get-person.ts";
import { revokeGrantAction } from "./actions.ts";

/** What is open to a student, course by course and why; and a way to give them one. */
export async function CourseAccess({ person }: { person: PersonView }) {
  const t = getTranslator();
  const { read, timezone } = await getOfficeContext();
  const mayGive = isAllowed(read.actor, "access.give") && !person.disabled;
  const revoke = isAllowed(read.actor, "access.revoke")
    ? { action: revokeGrantAction, values: { userId: person.id } }
    : undefined;
  return (
    <>
      {person.access.length === 0 && <p className="text-ink-soft">{t("access.no_access")}</p>}
      <ul className="grid gap-4">
        {person.access.map((access) => (
          <li key={access.courseId} className="text-ink-soft [overflow-wrap:anywhere]">
            <a
              href={`/admin/courses/${access.courseId}`}
              className="font-[540] text-ink hover:underline"
              {...writtenIn(access.courseLanguage)}
            >
              {access.courseTitle}
            </a>
            <p>
              <AccessSentence
                access={access}
                schoolTimezone={timezone}
                ordersAt="/admin/orders"
                allAt={enrolmentsHref(person.email, access.courseId)}
              />
            </p>
            {access.grants.some(isGift) && (
              <GrantList grants={access.grants.filter(isGift)} timezone={timezone} now={read.now} revoke={revoke} />
            )}
          </li>
        ))}
      </ul>
      {mayGive && (
        <p className="mt-4">
          <LinkButton href={`/admin/students/${person.id}/gift`} variant="quiet" size="s">
            {t("access.give_button")}
          </LinkButton>
        </p>
      )}
    </>
  );
}

/** What belongs to an enrolment is taken back on that one's page. */
const isGift = ({ enrolmentId }: { enrolmentId: string | null }) => enrolmentId === null;
