import { cleanFileName } from "./file-name.ts";
import { stripMediaTypeParameters } from "./media-types.ts";

/** How names end that are of each media type; the first is given to a name that ends otherwise. */
const ENDINGS: Record<string, readonly string[]> = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
  "text/plain": ["txt", "text", "md", "markdown", "log", "tsv", "srt", "vtt", "tex", "bib", "json", "yaml", "yml"],
  "text/csv": ["csv"],
  "application/pdf": ["pdf"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.oasis.opendocument.presentation": ["odp"],
  "video/mp4": ["mp4", "m4v"],
  "video/webm": ["webm"],
  "audio/mpeg": ["mp3"],
  "audio/mp4": ["m4a", "mp4"],
  "audio/x-m4a": ["m4a"],
  "audio/ogg": ["ogg", "oga", "opus"],
  "audio/wav": ["wav"],
};

/**
 * A name whose ending says what the file is: computers open a file by it. `report.hta` that is a text becomes `report.hta.txt`,
 * and what is of no known type cannot be opened by accident.
 */
export function fixFileExtension(name: string, mediaType: string): string {
  const endings = ENDINGS[stripMediaTypeParameters(mediaType)] ?? ["bin"];
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return endings.includes(ending) ? name : cleanFileName(`${name}.${endings[0]}`);
}
