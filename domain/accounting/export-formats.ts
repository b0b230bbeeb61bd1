/** The programs of bookkeepers that a file can be made for. */
export const EXPORT_FORMATS = [
  { id: "datev", name: "DATEV", extension: "csv" },
  { id: "xero", name: "Xero", extension: "csv" },
  { id: "quickbooks", name: "QuickBooks", extension: "csv" },
  { id: "banana", name: "Banana", extension: "txt" },
  { id: "abacus", name: "Abacus", extension: "csv" },
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number]["id"];
