import { pagePath } from "#messages/page-path.ts";
import type { PlainKey } from "#messages/message.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ClosedCourse as Closed } from "#domain/learning/get-course-inside.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A course that somebody cannot open: why, and what they can do about it. */
export function ClosedCourse({ closed }: { closed: Closed }) {
  const t = getTranslator();
  const { slug, reason, isPublic, orderCode } = closed;
  if (reason === "unpaid" && orderCode) {
    return (
      <EmptyState
        title={t("learning.your_seat_is_held_and_waits_for_payment_title")}
        icon="clock"
        action={
          <LinkButton href={`/checkout/${orderCode}`}>{t("learning.pay_order_button", { orderCode })}</LinkButton>
        }
      >
        {t("learning.the_course_opens_as_soon_as_the_money_has")}
      </EmptyState>
    );
  }
  if (closed.isLate && orderCode) {
    return (
      <EmptyState
        title={t("instalments.access_waits_title")}
        icon="lock"
        action={
          <LinkButton href={`/orders/${orderCode}#instalments`}>
            {t("learning.pay_order_button", { orderCode })}
          </LinkButton>
        }
      >
        {t("instalments.access_waits_words")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t(TITLES[reason])}
      icon="lock"
      action={
        reason !== "suspended" && reason !== "revoked" && isPublic ? (
          <LinkButton href={pagePath(`/courses/${slug}`)}>{t("learning.see_the_course_button")}</LinkButton>
        ) : (
          <LinkButton href="/help/new">{t("learning.ask_the_school_button")}</LinkButton>
        )
      }
    >
      {sentence(closed)}
    </EmptyState>
  );
}

const TITLES: Record<Closed["reason"], PlainKey> = {
  none: "learning.titles_none",
  ended: "learning.titles_ended",
  suspended: "learning.titles_suspended",
  unpaid: "learning.titles_unpaid",
  revoked: "learning.titles_revoked",
};

function sentence({ reason }: Closed): string {
  const t = getTranslator();
  switch (reason) {
    case "ended":
      return t("learning.it_was_open_to_you_for_a_while");
    case "suspended":
      return t("learning.the_course_is_closed_to_you_for_now");
    case "revoked":
      return t("learning.if_you_think_that_this_is_a_mistake_ask");
    case "unpaid":
      return t("learning.the_place_is_not_yours_yet");
    case "none":
      return t("learning.what_is_inside_opens_to_those_who_enrol");
  }
}
