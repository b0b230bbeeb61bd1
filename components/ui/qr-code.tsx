import encodeQR from "qr";

/** Light modules around the code, as many as the standard asks for. */
const QUIET = 4;

/** How wide the mark in the middle of a Swiss bill's code is: 7 of its 46 millimetres. The code bears so much loss. */
const CROSS_SHARE = 7 / 46;

/** A text as a QR code. It is dark on light in every colour scheme, because not every camera reads the other way round. `cross`: as Swiss bills carry it. */
export function QrCode({ text, label, cross = false }: { text: string; label: string; cross?: boolean }) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const size = rows.length;
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" className="w-full">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
      {cross && <SwissCross middle={size / 2} width={(size - 2 * QUIET) * CROSS_SHARE} />}
    </svg>
  );
}

/** A white cross on black in a white frame. Its bars have the proportions of the mark that SIX publishes: a fifth by three fifths of it. */
function SwissCross({ middle, width }: { middle: number; width: number }) {
  const inner = width * 0.86;
  const bar = { wide: inner * 0.2, long: inner * 0.62 };
  const centred = (across: number, down: number) => ({
    ...{ x: middle - across / 2, y: middle - down / 2, width: across, height: down },
  });
  return (
    <>
      <rect {...centred(width, width)} fill="#fff" />
      <rect {...centred(inner, inner)} fill="#000" />
      <rect {...centred(bar.long, bar.wide)} fill="#fff" />
      <rect {...centred(bar.wide, bar.long)} fill="#fff" />
    </>
  );
}
