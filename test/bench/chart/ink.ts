/** Okabe and Ito's, which the colour-blind tell apart. */
export const COLORS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7"];
export const INK = "#1f2328";
/** Under everything, so that a chart is readable on a dark page, too. */
export const PAPER = "#ffffff";
export const GRID_COLOR = "#d8dee4";
export const FONT = { color: INK, fontSize: 13 } as const;
export const PALE_FONT = { color: "#59636e", fontSize: 13 } as const;
