import XMLBuilder from "fast-xml-builder";

/** An element: its text, what stands in it in this order, several of a name as a list. What is undefined is left out. */
export type XmlElement = { [name: string]: XmlValue };
type XmlValue = string | XmlElement | readonly (string | XmlElement)[] | undefined;

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#text",
  format: true,
  indentBy: "  ",
  suppressEmptyNode: false,
});

/** A document of one element, as its bytes are kept and sent. An attribute is a name with `@` before it. */
export function buildXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;
}

/** A text, or undefined where there is none: an empty element is refused (PEPPOL-EN16931-R008). */
export const textOrNone = (text: string): string | undefined => (text === "" ? undefined : text);

/** An element, or undefined where nothing stands in it. */
export function elementOrNone(element: XmlElement): XmlElement | undefined {
  return Object.entries(element).some(([name, value]) => !name.startsWith("@") && value !== undefined)
    ? element
    : undefined;
}

/** Hundredths as `480.50`. The point is placed, never divided by. */
export function formatHundredths(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, "0");
  return `${hundredths < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
