import type { PlainKey } from "#messages/message.ts";
import { formatDeadline } from "#components/ui/date.tsx";
import type { Access } from "#domain/access/get-access.ts";
import type { AccessReason } from "#domain/learning/get-access-reasons.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const REASONS: Record<AccessReason["why"], PlainKey> = {
  enrolment: "learning.because_enrolment",
  gift: "learning.because_gift",
  renewal: "learning.because_renewal",
  staff: "learning.because_staff",
};

export type AccessReasonSentenceProps = { why: AccessReason; schoolTimezone: string };

/** "Open until 30 June 2027, 18:30 (Europe/Zurich) because of order M7K2Q." */
export function AccessReasonSentence({ why: { why, until, orderCode }, schoolTimezone }: AccessReasonSentenceProps) {
  const t = getTranslator();
  return t.rich("learning.open_because", {
    hasEnd: String(until !== null),
    until: until && formatDeadline(until, schoolTimezone),
    num: (children) => <span className="num">{children}</span>,
    because: orderCode
      ? t.rich("learning.because_of_order", {
          orderCode,
          link: (children) => (
            <a className="link num" href={`/orders/${orderCode}`}>
              {children}
            </a>
          ),
        })
      : t(REASONS[why]),
  });
}

/** The same for those who need no place: who teaches and who runs the school. */
export function describeStaffAccess(access: Access): string {
  const t = getTranslator();
  return access.why === "teacher"
    ? t("learning.open_to_you_because_you_teach_it")
    : t("learning.open_to_you_because_you_run_the_school");
}
