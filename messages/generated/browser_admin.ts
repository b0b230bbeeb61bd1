// Written by `npm run messages` from messages/en. Do not edit.
import type { CompiledMessage } from "icu-minify/format";

export const TEXTS: Readonly<Record<string, CompiledMessage>> = {
  "browser_admin.a_picture_pdf_text_office_document_video_hint": "A picture, PDF, text, office document, video (MP4, WebM) or recording, up to 50 MB.",
  "browser_admin.after_the_clocks_have_gone_back_label": [["offset"],", after the clocks have gone back"],
  "browser_admin.another_file_label": "Another file",
  "browser_admin.before_the_clocks_go_back_label": [["offset"],", before the clocks go back"],
  "browser_admin.choose_placeholder": "Choose",
  "browser_admin.file_label": "File",
  "browser_admin.kept_in_the_history_and_in_the_audit_log": "Kept in the history and in the audit log.",
  "browser_admin.markdown_hint": "Markdown.",
  "browser_admin.png_jpeg_webp_or_gif_up_to_10_mb_hint": "PNG, JPEG, WebP or GIF, up to 10 MB. Everybody can see it.",
  "browser_admin.text_label": "Text",
  "browser_admin.title_label": "Title",
  "browser_admin.where_it_leads_label": "Where it leads",
  "browser_admin.which_of_the_two_label": [["label"],": which of the two"],
  "browser_admin.why_label": "Why",
};
