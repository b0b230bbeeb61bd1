// Written by `npm run messages` from messages/en. Do not edit.
import type { CompiledMessage } from "icu-minify/format";

export const TEXTS: Readonly<Record<string, CompiledMessage>> = {
  "browser.account": "Account",
  "browser.cancel": "Cancel",
  "browser.check_again": "Check again",
  "browser.close": "Close",
  "browser.course_over": "Over",
  "browser.enrolment_closed": "Enrolment closed",
  "browser.form_of_older_version": "The school was updated after you opened this page, so this was not sent. Load the page again, and send it from there: what you typed will be in the form. Only files have to be chosen again.",
  "browser.go_back": "Go back",
  "browser.go_on_to_pay_label": "Go on to pay",
  "browser.message_label": "Message",
  "browser.office": "Office",
  "browser.open_the_course_label": "Open the course",
  "browser.optional": "(optional)",
  "browser.school_not_reached": "The school could not be reached, so we cannot say whether this arrived. What you typed is still here: check your connection, and send it again.",
  "browser.seats_few_left": "Few left",
  "browser.seats_full": "Full",
  "browser.seats_left": [["count",4]," left"],
  "browser.seats_left_long": [["count",2,{"one":[0," seat left"],"other":[0," seats left"]}]],
  "browser.seats_open_later": "Opens later",
  "browser.sign_in": "Sign in",
  "browser.take_your_seat_label": "Take your seat",
  "browser.typed_is_here_again": "The school was updated, so this was not sent yet. What you typed is here again: look it over and send it.",
  "browser.until": ["until ",["untilText"]],
  "browser.you_are_on_the_waiting_list_label": "You are on the waiting list",
};
