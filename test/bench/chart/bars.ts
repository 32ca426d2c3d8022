import type { CustomSeriesOption } from "echarts/charts";
import { median, numberText } from "../report.ts";
import { COLORS, FONT, INK, PAPER } from "./ink.ts";

/** Bars of one colour. */
export type Series = {
  readonly name: string;
  /** For each group, in their order, what its rounds measured. */
  readonly bars: readonly (readonly number[])[];
};

const GAPS = { barGap: "12%", barCategoryGap: "28%" } as const;
const FIGURE = { fontSize: FONT.fontSize, fill: INK, align: "center", verticalAlign: "bottom" } as const;

const lineOf = (x1: number, y1: number, x2: number, y2: number) => ({
  type: "line" as const,
  shape: { x1, y1, x2, y2 },
  style: { stroke: INK, lineWidth: 1.5 },
});

/** From the least to the most. */
const spreadOf = (x: number, least: number, most: number) => [
  lineOf(x, least, x, most),
  lineOf(x - 5, least, x + 5, least),
  lineOf(x - 5, most, x + 5, most),
];

const figureOf = (value: number, x: number, y: number) => ({
  type: "text" as const,
  // On paper of its own, so that no line of the grid runs through it.
  style: { ...FIGURE, text: numberText(value), x, y, backgroundColor: PAPER, padding: 1 },
});

/**
 * Bars as high as their medians, which stand above them in figures. They are drawn here because ECharts' own have no
 * spread, and on a logarithmic axis stand on 1.
 *
 * @param index of the series, among `count`
 * @param floor the value that the bars stand on
 */
export const barsOf = ({ name, bars }: Series, index: number, count: number, floor: number): CustomSeriesOption => ({
  type: "custom",
  name,
  clip: false,
  data: bars.map((values, group) => [group, Math.max(...values)]),
  renderItem({ dataIndex: group }, api) {
    const values = bars[group] ?? [];
    const yOf = (value: number): number => api.coord([group, value])[1] ?? 0;
    const [middle = 0] = api.coord([group, floor]);
    const { offset = 0, width = 0 } = api.barLayout?.({ count, ...GAPS })?.[index] ?? {};
    const [x, y] = [middle + offset, yOf(median(values))];
    const [least, most] = [yOf(Math.min(...values)), yOf(Math.max(...values))];
    const shape = { x, y, width, height: yOf(floor) - y };
    const bar = { type: "rect" as const, shape, style: { fill: COLORS[index] ?? INK } };
    const spread = least === most ? [] : spreadOf(x + width / 2, least, most);
    return { type: "group", children: [bar, ...spread, figureOf(median(values), x + width / 2, most - 5)] };
  },
});
