const NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

/** What a document says of the invoice in it, by the names of Factur-X's schema. */
const PROPERTIES = {
  DocumentType: "INVOICE",
  DocumentFileName: "",
  Version: "1.0",
  ConformanceLevel: "EN 16931",
} as const;

/** PDF/A wants every schema of its metadata described that it does not know itself: the name of each property, its type and what it is. */
const describeProperty = (name: string) => `
                    <rdf:li rdf:parseType="Resource">
                      <pdfaProperty:name>${name}</pdfaProperty:name>
                      <pdfaProperty:valueType>Text</pdfaProperty:valueType>
                      <pdfaProperty:category>external</pdfaProperty:category>
                      <pdfaProperty:description>${name} of the attached invoice</pdfaProperty:description>
                    </rdf:li>`;

/** The XMP metadata of a PDF with a Factur-X of this file name in it. */
export function describeFacturX(fileName: string): string {
  const values: Record<string, string> = { ...PROPERTIES, DocumentFileName: fileName };
  const said = Object.entries(values).map(
    ([name, value]) => `
            <fx:${name}>${value}</fx:${name}>`,
  );
  return `
        <rdf:Description rdf:about="" xmlns:fx="${NAMESPACE}">${said.join("")}
        </rdf:Description>
        <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
          <pdfaExtension:schemas>
            <rdf:Bag>
              <rdf:li rdf:parseType="Resource">
                <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
                <pdfaSchema:namespaceURI>${NAMESPACE}</pdfaSchema:namespaceURI>
                <pdfaSchema:prefix>fx</pdfaSchema:prefix>
                <pdfaSchema:property>
                  <rdf:Seq>${Object.keys(values).map(describeProperty).join("")}
                  </rdf:Seq>
                </pdfaSchema:property>
              </rdf:li>
            </rdf:Bag>
          </pdfaExtension:schemas>
        </rdf:Description>`;
}
