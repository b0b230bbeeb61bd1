/** Of a dialog what this needs. */
type Message = { matches: (selector: string) => boolean; close: () => void };

/** Long enough to read two sentences. */
const SHOWN_MS = 8_000;
/** How soon it is looked again whether somebody is still at it. */
const AGAIN_MS = 2_000;

/**
 * Closes a message by itself after eight seconds, but never under a pointer or the focus: then it waits
 * until both have left. Gives back what stops it.
 */
export function closeWhenRead(message: Message): () => void {
  let timer = setTimeout(look, SHOWN_MS);
  function look() {
    if (message.matches(":hover, :focus-within")) timer = setTimeout(look, AGAIN_MS);
    else message.close();
  }
  return () => clearTimeout(timer);
}
