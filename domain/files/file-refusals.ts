import type { UploadPurpose } from "./media-types.ts";

const WANTED: Record<UploadPurpose, string> = {
  picture: "a PNG, JPEG, WebP or GIF picture",
  attachment: "a picture, a PDF, a text, a table or an office document",
  material: "a picture, a PDF, a text, an office document, a video or a recording",
};

const PHOTO =
  "is a photo as iPhones take them (HEIC), which many computers cannot show. Send it as JPEG: on the iPhone, choose it in Photos, then Share, Options, Most Compatible. For every new photo: Settings, Camera, Formats, Most Compatible.";
const ARCHIVE = "is an archive. Send the files that are in it.";
const PICTURE = "is a picture that browsers do not show. Save it as PNG or JPEG and send that.";
const OLD_OFFICE =
  "is in an old Office format or has a password. Save it as .docx, .xlsx, .pptx or PDF, without a password, and send that.";
const MACROS =
  "may hold macros, which are programs. Save it without them, as .docx, .xlsx, .pptx or PDF, and send that.";
const PAGES = "is made by Pages, Numbers or Keynote. Export it as PDF and send that.";
const WRITTEN = "is not a kind of file that we take here. Save it as PDF and send that.";
const FILM = "is a film that not every browser plays. Save it as MP4 and send that.";

/** What helps, by what a file was found to be or how its name ends. */
const HELP: readonly (readonly [RegExp, string])[] = [
  [/^image\/(heic|heif|heic-sequence|heif-sequence)$|\.hei[cf]$/i, PHOTO],
  [/macroenabled|\.(doc|xls|ppt)m$/i, MACROS],
  [/\.(pages|numbers|key)$/i, PAGES],
  [/^application\/x-cfb$|\.(doc|xls|ppt)$/i, OLD_OFFICE],
  [/^application\/(zip|x-7z-compressed|x-rar-compressed|gzip|x-tar|x-bzip2|x-xz)$/i, ARCHIVE],
  [/^image\/svg|^application\/(xml|rtf|postscript)$/i, WRITTEN],
  [/^image\//i, PICTURE],
  [/^video\//i, FILM],
];

/** What to say of a file that is not taken: what it is, and what to send in its place. */
export function describeRefusedFile(name: string, foundType: string | undefined, purpose: UploadPurpose): string {
  const help = HELP.find(([pattern]) => pattern.test(foundType ?? "") || pattern.test(name))?.[1];
  if (help !== undefined && purpose !== "picture") return `${name} ${help}`;
  if (help === PHOTO) return `${name} ${help}`;
  return `${name} is not a kind of file that we take here. Send ${WANTED[purpose]}.`;
}

/** What to say of a file without a single byte: often one that was still being written, or that lies in a cloud. */
export const describeEmptyFile = (name: string) =>
  `${name} is empty: it holds nothing. Open it, save it once more, and send that.`;

/** What to say of a file that begins like what it should be, and is not whole. */
export const describeBrokenFile = (name: string) =>
  `${name} is damaged, or much larger than it looks. Open it, save it once more, and send that.`;
