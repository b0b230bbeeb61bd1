/**
 * The first button of a form is the one that the Enter key presses. Where another one stands before the form's own, this goes first and does what that
 * does. Nobody sees or meets it.
 */
export function DefaultSubmit() {
  return <button type="submit" hidden />;
}
