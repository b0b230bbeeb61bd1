/**
 * What the page after a form says, once, by a word that the browser carries there. The browser never carries the sentence:
 * nobody can make the school say something. Typed, so that a form cannot send a word that no page knows.
 */
export const DONE_MESSAGES = {
  saved: "Saved.",

  "course-created": "The draft is there. Give it a cohort next, then publish it.",
  "course-published": "Published. Everybody can find it now.",
  "course-draft": "It is a draft again. Nobody can find it or enrol.",
  "course-archived": "Archived. Who has a place keeps it.",
  "cohort-created": "The cohort is there.",
  "cohort-cancelled": "The cohort is cancelled.",
  "meeting-added": "Added.",
  "meeting-saved": "Saved.",
  "meeting-removed": "The meeting is taken out.",
  "material-added": "Added.",
  "material-removed": "Taken out of the course.",
  "material-moved": "Moved.",

  "enrolment-added": "The place is theirs. They have been told by mail.",
  "enrolment-cancelled": "The enrolment is cancelled, and the student has been told.",
  "enrolment-refunded": "The enrolment is cancelled, and its refund is asked for. The order says how it stands.",
  "enrolment-refund-failed": {
    bad: "The enrolment is cancelled. Its refund failed; the order says why and needs review.",
  },
  "enrolment-revoked": "The place is revoked and the course is closed to the student.",
  "enrolment-suspended": "The place is suspended. The seat stays theirs.",
  "enrolment-resumed": "The course is open to the student again.",
  "enrolment-completed": "The student has completed the course.",
  "enrolment-moved": "The student has moved to the other cohort.",

  "order-drafted": "The order is prepared. Nobody was told yet, and no seat is held.",
  "order-sent": "The order is sent: a seat is held, and the student has a letter with the way to pay.",
  "order-cancelled": "The order is cancelled and its seat is free again.",
  "order-resolved": "Marked as resolved. What you said is in the audit log.",
  "transfer-paid": "The transfer is booked, and the order is paid.",
  "transfer-flagged": "The transfer is booked. The order still needs review; it says why.",
  "refund-requested": "The refund is asked for. It is sent again until the provider answers.",
  "refund-submitted": "The refund is asked for. What it waits for stands beside it.",
  "refund-sent": "The refund is booked, and the student has been told.",
  "refund-done": "The money has gone back.",
  "refund-failed": { bad: "The provider refused the refund. It says why beside it." },

  "student-disabled": "Account disabled. They are signed out everywhere.",
  "student-enabled": "They may sign in again.",
  "session-ended": "That sign-in has ended.",
  "student-created": "The account is made.",
  "team-invited": "The invitation is on its way. The role comes when they accept it.",
  "team-invitation-revoked": "The invitation is taken back. Its link no longer works.",
  "team-unchanged": "Nothing was changed.",
  "team-changed": "The roles are changed. They have to sign in again.",
  "settings-saved": "Saved. Public pages show it already.",
  "mail-resent": "It is sent again in a moment.",

  "job-over": "The job has run.",
  "job-begun": "The job has begun. How it went is said here when it is over.",
  "job-failed": { bad: "The job failed. What it said stands beside it." },
  "backup-over": "The backup was made and read back.",
  "backup-begun": "The backup has begun. It is listed here when it has been read back.",
  "backup-failed": { bad: "The backup failed. The school's log says why." },
  "check-over": "The backup was read back and is right.",
  "check-begun": "The backup is being read back. How it went is said here when it is over.",
  "check-failed": {
    bad: "The backup could not be read back as it was. What is wrong stands beside it, and in the school's log.",
  },

  "ticket-opened": "Sent. The student is told by mail.",
  "ticket-answered": "Your answer is sent.",
  "ticket-answered-resolved": "Your answer is sent, and the ticket is resolved.",
  "ticket-noted": "The note is kept. Only the team sees it.",
  "ticket-assigned": "Assigned.",
  "ticket-unassigned": "Nobody has the ticket now.",
  "ticket-prioritised": "The priority is changed.",
  "ticket-resolved": "The ticket is resolved.",
  "ticket-closed": "The ticket is closed.",
  "ticket-reopened": "The ticket is open again.",
  "ticket-merged": "The tickets are one now.",

  "question-sent": "Sent. We answer here and by mail; quote the number above if you call.",
  "reply-sent": "Your reply is sent.",
  "question-resolved": "Thank you. The question is resolved.",
  "waiting-joined": "You are on the waiting list.",
  "waiting-left": "You are no longer on the waiting list.",
  "refund-account-given": "Thank you. We send your refund there, and write to you when it has gone.",
  "order-called-off": "Your order is cancelled. Its seat is free again.",

  "profile-saved": "Saved.",
  "password-changed":
    "Your password is changed. Every other device is signed out, and your API tokens and calendar link have ended.",
  "address-confirmed": "Your address is confirmed.",
  "address-changed": "That is your address now. Every other device is signed out.",
  "device-signed-out": "That device is signed out.",
  "devices-signed-out": "Every other device is signed out.",
  "token-revoked": "The token no longer works.",
  "way-disconnected": "It no longer opens your account.",
} as const satisfies Record<string, string | { bad: string }>;

export type DoneKey = keyof typeof DONE_MESSAGES;

export const isDoneKey = (word: string): word is DoneKey => Object.hasOwn(DONE_MESSAGES, word);
