import encodeQR from "qr";

/** Light modules around the code, as many as the standard asks for. */
const QUIET = 4;

/** An address as a QR code. It is dark on light in every colour scheme, because not every camera reads the other way round. */
export function CheckInCode({ address, label }: { address: string; label: string }) {
  const rows = encodeQR(address, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      className="w-full"
    >
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
