import { LinkButton } from "#components/ui/button.tsx";
import { formatDeadline } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ClosedCourse as Closed } from "#domain/learning/get-course-inside.ts";

/** A course that somebody cannot open: why, and what they can do about it. */
export function ClosedCourse({ closed, schoolTimezone }: { closed: Closed; schoolTimezone: string }) {
  const { slug, reason, isPublic, orderCode } = closed;
  if (reason === "unpaid" && orderCode) {
    return (
      <EmptyState
        title="Your seat is held, and waits for payment"
        icon="clock"
        action={<LinkButton href={`/checkout/${orderCode}`}>Pay order {orderCode}</LinkButton>}
      >
        The course opens as soon as the money has arrived.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={TITLES[reason]}
      icon="lock"
      action={
        reason !== "suspended" && reason !== "revoked" && isPublic ? (
          <LinkButton href={`/courses/${slug}`}>See the course</LinkButton>
        ) : (
          <LinkButton href="/help/new">Ask the school</LinkButton>
        )
      }
    >
      {sentence(closed, schoolTimezone)}
    </EmptyState>
  );
}

const TITLES: Record<Closed["reason"], string> = {
  none: "You have no place in this course",
  ended: "This course is no longer open to you",
  suspended: "Your place is paused",
  unpaid: "Your order waits for the school",
  revoked: "Your place was taken back",
};

function sentence({ reason, endedAt }: Closed, schoolTimezone: string): string {
  switch (reason) {
    case "ended": {
      const until = endedAt && formatDeadline(endedAt, schoolTimezone);
      return until ? `It was open to you until ${until}.` : "It was open to you for a while.";
    }
    case "suspended":
      return "The course is closed to you for now; your seat stays yours. The school can tell you more.";
    case "revoked":
      return "If you think that this is a mistake, ask the school.";
    case "unpaid":
      return "The place is not yours yet. The school can tell you more.";
    case "none":
      return "What is inside opens to those who enrol.";
  }
}
