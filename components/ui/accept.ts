/**
 * What the browser offers to choose, by what a form takes. A help and no check: the bytes decide. An iPhone makes a JPEG of its
 * photo by itself where JPEG is named and HEIC is not.
 */
const PICTURES = "image/png,image/jpeg,image/webp,image/gif";
const DOCUMENTS = ".pdf,.txt,.md,.csv,.docx,.xlsx,.pptx,.odt,.ods,.odp";

export const ACCEPT = {
  picture: PICTURES,
  attachment: `${PICTURES},${DOCUMENTS}`,
  material: `${PICTURES},${DOCUMENTS},.mp4,.webm,.mp3,.m4a,.ogg,.wav`,
} as const;
