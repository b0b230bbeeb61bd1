import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { OrderFacts } from "../order-facts.ts";

export function orderExpired(order: OrderFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, more, code } = order;
  if (order.isRenewal) {
    return {
      subject: t("mail_orders.renewal_expired_subject", { course }),
      parts: [
        hello(order.buyerName, t),
        text(t("mail_orders.renewal_expired_what", { order: code, course })),
        button(t("mail_orders.renewal_renew_again"), `/learning/${order.courseSlug}/renew`),
      ],
    };
  }
  if (order.isMove) {
    return {
      subject: t("mail_orders.move_expired_subject", { course }),
      parts: [
        hello(order.buyerName, t),
        text(t("mail_orders.move_expired_what", { order: code, course })),
        button(t("mail_orders.move_choose_again"), `/learning/${order.courseSlug}/enrolment`),
      ],
    };
  }
  return {
    subject: t("mail_orders.expired_subject", { course }),
    parts: [
      hello(order.buyerName, t),
      text(t("mail_orders.expired_what", { order: code, course, more })),
      text(t("mail_orders.expired_enrol_again")),
      button(t("mail_orders.expired_look_at_course"), `/courses/${order.courseSlug}`),
    ],
  };
}
