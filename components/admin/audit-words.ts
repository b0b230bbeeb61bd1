import { getTranslator } from "#components/messages/get-translator.ts";
import type { AuditAction } from "#domain/audit.ts";
import type { SecurityEventKind } from "#domain/audit/record-security-events.ts";
import type { PlainKey } from "#messages/message.ts";

type WrittenAction = Exclude<AuditAction, `security.${string}`> | "security.record" | `security.${SecurityEventKind}`;

const ACTIONS: Record<WrittenAction, PlainKey> = {
  "question.edit": "audit.action_question_edit",
  "answer.give": "audit.action_answer_give",
  "answer.erase": "audit.action_answer_erase",
  "access.open": "audit.action_access_open",
  "attendance.read": "audit.action_attendance_read",
  "attendance.mark": "audit.action_attendance_mark",
  "attendance.check_in": "audit.action_attendance_check_in",
  "announcement.send": "audit.action_announcement_send",
  "announcement.read": "audit.action_announcement_read",
  "announcement.deliver": "audit.action_announcement_deliver",
  "usage.read": "audit.action_usage_read",
  "usage.list": "audit.action_usage_list",
  "maintenance.count_usage": "audit.action_maintenance_count_usage",
  "certificate.read": "audit.action_certificate_read",
  "certificate.list": "audit.action_certificate_list",
  "certificate.issue": "audit.action_certificate_issue",
  "certificate.name": "audit.action_certificate_name",
  "certificate.correct": "audit.action_certificate_correct",
  "certificate.revoke": "audit.action_certificate_revoke",
  "certificate.sign": "audit.action_certificate_sign",
  "certificate.check": "audit.action_certificate_check",
  "access.read": "audit.action_access_read",
  "access.extend": "audit.action_access_extend",
  "access.shorten": "audit.action_access_shorten",
  "access.give": "audit.action_access_give",
  "access.remind": "audit.action_access_remind",
  "cohort.notify": "audit.action_cohort_notify",
  "access.revoke": "audit.action_access_revoke",
  "renewal.create": "audit.action_renewal_create",
  "renewal.read": "audit.action_renewal_read",
  "renewal.list": "audit.action_renewal_list",
  "renewal.decide": "audit.action_renewal_decide",
  "account.create": "audit.action_account_create",
  "account.edit": "audit.action_account_edit",
  "account.prove": "audit.action_account_prove",
  "audit.read": "audit.action_audit_read",
  "cohort.edit": "audit.action_cohort_edit",
  "cohort.remind": "audit.action_cohort_remind",
  "course.create": "audit.action_course_create",
  "course.edit": "audit.action_course_edit",
  "course.import": "audit.action_course_import",
  "course.list": "audit.action_course_list",
  "course.delete": "audit.action_course_delete",
  "course.publish": "audit.action_course_publish",
  "course.read": "audit.action_course_read",
  "course.read_hidden": "audit.action_course_read_hidden",
  "course.staff": "audit.action_course_staff",
  "dashboard.read": "audit.action_dashboard_read",
  "dispute.record": "audit.action_dispute_record",
  "enrolment.add": "audit.action_enrolment_add",
  "enrolment.cancel": "audit.action_enrolment_cancel",
  "enrolment.complete_by_rule": "audit.action_enrolment_complete_by_rule",
  "progress.edit": "audit.action_progress_edit",
  "enrolment.complete": "audit.action_enrolment_complete",
  "enrolment.create": "audit.action_enrolment_create",
  "enrolment.list": "audit.action_enrolment_list",
  "enrolment.move": "audit.action_enrolment_move",
  "enrolment.read": "audit.action_enrolment_read",
  "enrolment.revoke": "audit.action_enrolment_revoke",
  "enrolment.leave": "audit.action_enrolment_leave",
  "enrolment.suspend": "audit.action_enrolment_suspend",
  "file.upload": "audit.action_file_upload",
  "list.export": "audit.action_list_export",
  "mail.read": "audit.action_mail_read",
  "mail.read_secrets": "audit.action_mail_read_secrets",
  "mail.resend": "audit.action_mail_resend",
  "mail.send": "audit.action_mail_send",
  "maintenance.accept_database": "audit.action_maintenance_accept_database",
  "maintenance.fill_keys": "audit.action_maintenance_fill_keys",
  "maintenance.notify": "audit.action_maintenance_notify",
  "maintenance.purge": "audit.action_maintenance_purge",
  "maintenance.reconcile": "audit.action_maintenance_reconcile",
  "material.edit": "audit.action_material_edit",
  "money.read": "audit.action_money_read",
  "order.cancel": "audit.action_order_cancel",
  "order.draft": "audit.action_order_draft",
  "order.expire": "audit.action_order_expire",
  "order.list": "audit.action_order_list",
  "order.pay": "audit.action_order_pay",
  "order.read": "audit.action_order_read",
  "order.resolve": "audit.action_order_resolve",
  "order.send": "audit.action_order_send",
  "payment.confirm": "audit.action_payment_confirm",
  "payment.fail": "audit.action_payment_fail",
  "payment.list": "audit.action_payment_list",
  "payment.read": "audit.action_payment_read",
  "payment.settle": "audit.action_payment_settle",
  "refund.account": "audit.action_refund_account",
  "refund.record": "audit.action_refund_record",
  "refund.request": "audit.action_refund_request",
  "security.access_changed": "audit.action_security_access_changed",
  "security.malformed_request": "audit.action_security_malformed_request",
  "security.operation_denied": "audit.action_security_operation_denied",
  "security.origin_refused": "audit.action_security_origin_refused",
  "security.record": "audit.action_security_record",
  "security.sign_in_failed": "audit.action_security_sign_in_failed",
  "security.throttled": "audit.action_security_throttled",
  "security.token_refused": "audit.action_security_token_refused",
  "security.webhook_refused": "audit.action_security_webhook_refused",
  "session.create": "audit.action_session_create",
  "session.end": "audit.action_session_end",
  "settings.edit": "audit.action_settings_edit",
  "settings.read": "audit.action_settings_read",
  "student.create": "audit.action_student_create",
  "student.disable": "audit.action_student_disable",
  "student.edit": "audit.action_student_edit",
  "student.import": "audit.action_student_import",
  "student.merge": "audit.action_student_merge",
  "student.list": "audit.action_student_list",
  "student.read": "audit.action_student_read",
  "system.read": "audit.action_system_read",
  "system.run": "audit.action_system_run",
  "team.edit": "audit.action_team_edit",
  "team.edit_owner": "audit.action_team_edit_owner",
  "team.read": "audit.action_team_read",
  "ticket.answer": "audit.action_ticket_answer",
  "ticket.assign": "audit.action_ticket_assign",
  "ticket.close": "audit.action_ticket_close",
  "ticket.list": "audit.action_ticket_list",
  "ticket.merge": "audit.action_ticket_merge",
  "ticket.note": "audit.action_ticket_note",
  "ticket.open": "audit.action_ticket_open",
  "ticket.prioritise": "audit.action_ticket_prioritise",
  "ticket.read": "audit.action_ticket_read",
  "ticket.reopen": "audit.action_ticket_reopen",
  "ticket.reply": "audit.action_ticket_reply",
  "ticket.resolve": "audit.action_ticket_resolve",
  "token.create": "audit.action_token_create",
  "token.revoke": "audit.action_token_revoke",
  "waiting.decide": "audit.action_waiting_decide",
  "waiting.join": "audit.action_waiting_join",
  "waiting.offer": "audit.action_waiting_offer",
  "waiting.read": "audit.action_waiting_read",
};

/** What was changed, where it has no name of its own. */
const OBJECTS: Record<string, PlainKey> = {
  announcement: "audit.object_announcement",
  api_token: "audit.object_api_token",
  cohort: "audit.object_cohort",
  course: "audit.object_course",
  discrepancy: "audit.object_discrepancy",
  dispute: "audit.object_dispute",
  enrolment: "audit.object_enrolment",
  file: "audit.object_file",
  invitation: "audit.object_invitation",
  list: "audit.object_list",
  mail: "audit.object_mail",
  maintenance: "audit.object_maintenance",
  meeting: "audit.object_meeting",
  material: "audit.object_material",
  order: "audit.object_order",
  payment: "audit.object_payment",
  refund: "audit.object_refund",
  school: "audit.object_school",
  session: "audit.object_session",
  settings: "audit.object_settings",
  student_import: "audit.object_student_import",
  ticket: "audit.object_ticket",
  user: "audit.object_user",
  waiting: "audit.object_waiting",
};

const plain = (word: string) => word.replaceAll("_", " ");

/** `enrolment.cancel` as people say it: "Enrolment: cancel". What this version does not know is shown as it is stored. */
export function auditActionWords(action: string): string {
  if (Object.hasOwn(ACTIONS, action)) return getTranslator()(ACTIONS[action as WrittenAction]);
  const [noun = "", verb = ""] = action.split(".");
  return `${noun.charAt(0).toUpperCase()}${plain(noun).slice(1)}: ${plain(verb)}`;
}

/** `api_token` as people say it: "api token". */
export function auditObjectWords(type: string): string {
  const key = Object.hasOwn(OBJECTS, type) ? OBJECTS[type] : undefined;
  return key ? getTranslator()(key) : plain(type);
}

/** A value that was changed, as text. */
export function auditValueWords(value: unknown): string {
  const t = getTranslator();
  if (value === null || value === undefined || value === "") return t("audit.value_nothing");
  if (typeof value === "boolean") return t(value ? "audit.value_yes" : "audit.value_no");
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) {
    return value.join(", ") || t("audit.value_none");
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
