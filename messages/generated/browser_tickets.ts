// Written by `npm run messages` from messages/en. Do not edit.
import type { CompiledMessage } from "icu-minify/format";

export const TEXTS: Readonly<Record<string, CompiledMessage>> = {
  "browser_tickets.at_most_files_go_with_one_message": ["At most ",["filesMax"]," files go with one message."],
  "browser_tickets.attach_files": "Attach files",
  "browser_tickets.attachment_is_empty": [["name"]," is empty: it holds nothing."],
  "browser_tickets.attachment_is_heic": [["name"]," is a photo in HEIC, which many computers cannot show. Send it as JPEG: in Photos choose Share, Options, Most Compatible."],
  "browser_tickets.attachment_is_too_large": [["name"]," is too large: at most ",["megabytesMax"]," MB can be sent."],
  "browser_tickets.attachments_again_hint": ["Up to ",["filesMax"],", ",["megabytesMax"]," MB each: pictures (JPEG, PNG), PDF, texts, office documents. Files have to be chosen again."],
  "browser_tickets.attachments_hint": ["Up to ",["filesMax"],", ",["megabytesMax"]," MB each: pictures (JPEG, PNG), PDF, texts, office documents."],
  "browser_tickets.chosen_files_label": "Chosen files",
  "browser_tickets.files_label": "Files",
};
