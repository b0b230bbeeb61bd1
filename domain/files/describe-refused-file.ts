import { message, type Message } from "#messages/message.ts";
import type { UploadPurpose } from "./media-types.ts";

const WANTED = {
  picture: "refusals.file_no_picture",
  attachment: "refusals.file_no_attachment",
  material: "refusals.file_no_material",
} as const satisfies Record<UploadPurpose, string>;

const PHOTO = "refusals.file_is_photo";

/** What helps, by what a file was found to be or how its name ends. */
const HELP = [
  [/^image\/(heic|heif|heic-sequence|heif-sequence)$|\.hei[cf]$/i, PHOTO],
  [/macroenabled|\.(doc|xls|ppt)m$/i, "refusals.file_has_macros"],
  [/\.(pages|numbers|key)$/i, "refusals.file_is_pages"],
  [/^application\/x-cfb$|\.(doc|xls|ppt)$/i, "refusals.file_is_old_office"],
  [/^application\/(zip|x-7z-compressed|x-rar-compressed|gzip|x-tar|x-bzip2|x-xz)$/i, "refusals.file_is_archive"],
  [/^image\/svg|^application\/(xml|rtf|postscript)$/i, "refusals.file_is_written"],
  [/^image\//i, "refusals.file_is_other_picture"],
  [/^video\//i, "refusals.file_is_film"],
] as const;

/** What to say of a file that is not taken: what it is, and what to send in its place. */
export function describeRefusedFile(name: string, foundType: string | undefined, purpose: UploadPurpose): Message {
  const help = HELP.find(([pattern]) => pattern.test(foundType ?? "") || pattern.test(name))?.[1];
  const isHelp = help !== undefined && (purpose !== "picture" || help === PHOTO);
  return message(isHelp ? help : WANTED[purpose], { name });
}
