import type PDFDocument from "pdfkit";

type Paper = InstanceType<typeof PDFDocument>;
/** pdfkit's own step at the end of a document, which its types leave out. */
type Ending = { info: Paper["info"]; endMetadata(): void };

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/**
 * pdfkit (0.20) writes the title and the author into the document's XML as they are: a course called "R & D" makes metadata that no reader can
 * parse. Here they are escaped there, and only there: the other place that holds them is no XML.
 */
export function escapeDocumentInfo(paper: Paper): void {
  const ending = paper as unknown as Ending;
  const endMetadata = ending.endMetadata.bind(ending);
  ending.endMetadata = () => {
    const { info } = ending;
    const { Title = "", Author = "" } = info;
    ending.info = { ...info, Title: escapeXml(Title), Author: escapeXml(Author) };
    endMetadata();
    ending.info = info;
  };
}
