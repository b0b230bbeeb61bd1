import { formatDeadline } from "#components/ui/date.tsx";
import type { Access } from "#domain/access/get-access.ts";
import type { AccessReason } from "#domain/learning/get-access-reasons.ts";

const BECAUSE: Record<AccessReason["why"], string> = {
  enrolment: "because the school gave you this place",
  gift: "because it was given to you",
  renewal: "because you renewed it",
  staff: "because the school opened it to you",
};

export type WhyOpenSentenceProps = { why: AccessReason; schoolTimezone: string };

/** "Open until 30 June 2027, 18:30 (Europe/Zurich) because of order M7K2Q." */
export function WhyOpenSentence({ why: { why, until, orderCode }, schoolTimezone }: WhyOpenSentenceProps) {
  const end = until ? (
    <>
      Open until <span className="num">{formatDeadline(until, schoolTimezone)}</span>
    </>
  ) : (
    "Open for good"
  );
  return (
    <>
      {end}{" "}
      {orderCode ? (
        <>
          because of order{" "}
          <a className="link num" href={`/orders/${orderCode}`}>
            {orderCode}
          </a>
        </>
      ) : (
        BECAUSE[why]
      )}
      .
    </>
  );
}

/** The same for those who need no place: who teaches and who runs the school. */
export function staffSentence(access: Access): string {
  return access.why === "teacher" ? "Open to you because you teach it." : "Open to you because you run the school.";
}
