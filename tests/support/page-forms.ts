/** What a browser without scripts does with a form that Next has put into a page. */
export const BOUNDARY = "----a-form";

export const FORM_HEADERS = { "content-type": `multipart/form-data; boundary=${BOUNDARY}`, accept: "text/html" };

/** The body of a form with these fields. */
export const encodeForm = (fields: Record<string, string>): string =>
  `${Object.entries(fields)
    .map(([name, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join("")}--${BOUNDARY}--\r\n`;

/** The hidden fields of the form that has `field`. */
export function findHiddenFields(page: string, field: string): Record<string, string> {
  const form = page.split("<form").find((each) => each.includes(`name="${field}"`)) ?? "";
  const plain = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  const inputs = form.split("</form>")[0]?.matchAll(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(
    [...inputs].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? "",
      plain(/value="([^"]*)"/.exec(input)?.[1] ?? ""),
    ]),
  );
}
