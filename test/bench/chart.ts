import { writeFile } from "node:fs/promises";
import { CustomChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { barsOf, type Series } from "./chart/bars.ts";
import { COLORS, FONT, GRID_COLOR, INK, PALE_FONT, PAPER } from "./chart/ink.ts";
import { numberText, resultsFile } from "./report.ts";

use([CustomChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Bars side by side in groups, with the spread of their rounds. */
export type Chart = {
  readonly title: string;
  /** What was measured on what. */
  readonly subtitle: string;
  /** Of the values. */
  readonly unit: string;
  /** Each step of the axis is ten times the one before. */
  readonly logarithmic?: boolean;
  /** What stands below them. */
  readonly groups: readonly string[];
  /** Each has one bar in every group; up to four. */
  readonly series: readonly Series[];
};

const SIZE = { width: 900, height: 480 } as const;
/** Wide, since the reader's font may be wider than the one that the drawing reckons with. */
const LEGEND_GAP = 56;

/** What the bars stand on. A logarithmic axis has no zero: it starts at the decade below the least value. */
const floorOf = ({ logarithmic = false, series }: Chart): number => {
  const least = Math.min(...series.flatMap(({ bars }) => bars.flat()));
  return logarithmic ? 10 ** (Math.ceil(Math.log10(least)) - 1) : 0;
};

const optionOf = (chart: Chart) => ({
  animation: false,
  backgroundColor: PAPER,
  color: COLORS,
  title: {
    text: chart.title,
    subtext: chart.subtitle,
    left: 24,
    top: 18,
    textStyle: { color: INK, fontSize: 18 },
    subtextStyle: PALE_FONT,
  },
  legend: { left: 24, bottom: 18, itemGap: LEGEND_GAP, textStyle: FONT },
  grid: { left: 72, right: 28, top: 120, bottom: 84 },
  xAxis: {
    type: "category" as const,
    data: [...chart.groups],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: INK } },
    axisLabel: { ...FONT, interval: 0 },
  },
  yAxis: {
    type: chart.logarithmic ? ("log" as const) : ("value" as const),
    min: floorOf(chart),
    name: chart.unit,
    // Left of the axis, where the title starts.
    nameTextStyle: { ...PALE_FONT, align: "left" as const, padding: [0, 0, 8, -43] },
    axisLabel: { ...PALE_FONT, formatter: numberText },
    splitLine: { lineStyle: { color: GRID_COLOR } },
  },
  series: chart.series.map((series, index) => barsOf(series, index, chart.series.length, floorOf(chart))),
});

/** As XML has it. */
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** @returns an SVG, to the byte the same for the same chart */
const svgOf = (chart: Chart): string => {
  const drawing = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  drawing.setOption(optionOf(chart));
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return (
    svg
      // What a page would need to answer the mouse; its names count on from drawing to drawing.
      .replace(/<style.*?<\/style>\s*/s, "")
      .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, "")
      // Not every program that shows an SVG knows this property.
      .replaceAll('dominant-baseline="central"', 'dy="0.35em"')
      // For those who cannot see it.
      .replace(/<svg [^>]*>/, (tag) => `${tag}\n<title>${escaped(chart.title)}</title>`)
  );
};

/**
 * Draws the chart to `test/bench/results/<name>.svg`.
 *
 * @returns the file's path
 */
export const writeChart = async (name: string, chart: Chart): Promise<string> => {
  const file = await resultsFile(`${name}.svg`);
  await writeFile(file, `${svgOf(chart)}\n`);
  return file;
};
