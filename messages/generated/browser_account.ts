// Written by `npm run messages` from messages/en. Do not edit.
import type { CompiledMessage } from "icu-minify/format";

export const TEXTS: Readonly<Record<string, CompiledMessage>> = {
  "browser_account.confirm_identity_hint": "You signed in a while ago, and this must not be done by somebody else.",
  "browser_account.confirm_identity_only_hint": [["only"],". You signed in a while ago, and this must not be done by somebody else."],
  "browser_account.copied_button": "Copied",
  "browser_account.copy_button": "Copy",
  "browser_account.do_you_have_an_account_already_title": "Do you have an account already?",
  "browser_account.it_is_copied": "It is copied.",
  "browser_account.sign_in_with_your_password_or_a_code": [["link","Sign in"]," with your password or a code by mail, or ",["link2","choose a new password"],". You come back here afterwards."],
  "browser_account.you_can_go_on_with_that_account_title": "You can go on with that account",
  "browser_account.you_signed_in_a_while_ago": ["You signed in a while ago. ",["link","Sign in again"]," first, so that we know it is you."],
  "browser_account.your_password_label": "Your password",
};
