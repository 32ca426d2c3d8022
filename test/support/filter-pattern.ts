import * as z from "zod/mini";

/** A member of a JSON value by a path such as `$.message.status`; `undefined` where there is none. */
const fieldOf = (line: unknown, path: string): unknown => {
  const [root, ...names] = path.split(".");
  if (root !== "$") throw new Error(`${path} does not start with $`);
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined,
    line,
  );
};

/**
 * The part of CloudWatch's filter patterns for JSON that the stack uses: `{ $.a.b = 123 }`, `{ $.a.b = "text" }`, and
 * `{ $.a.b = * }` for any value at all.
 *
 * @returns whether a log line matches; a line that is no JSON never does
 * @throws {Error} of a pattern of another kind
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const compileFilter = (pattern: string): ((line: string) => boolean) => {
  const [, path = "", wanted = ""] = /^\{ (\$(?:\.\w+)+) = (\*|\d+|"[^"*]*") \}$/.exec(pattern) ?? [];
  if (!path) throw new Error(`This pattern is not known here: ${pattern}`);
  return (line) => {
    const value = fieldOf(parse(line), path);
    if (wanted === "*") return value !== undefined && value !== null;
    return value === JSON.parse(wanted);
  };
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const transformation = z.object({
  MetricNamespace: z.string(),
  MetricName: z.string(),
  MetricValue: z.string(),
  DefaultValue: z.optional(z.number()),
  Dimensions: z._default(z.array(z.object({ Key: z.string(), Value: z.string() })), []),
});

const metricFilter = z.object({
  FilterPattern: z.string(),
  MetricTransformations: z.tuple([transformation]),
});

/**
 * A metric filter's resource, as what it makes of log lines.
 *
 * `valuesIn` gives the value and the dimensions that the metric gets of each line, in their order, and none of a line
 * that does not match, has no number where the value should be, or lacks a dimension's field.
 */
export const readMetricFilter = (properties: unknown) => {
  const { FilterPattern, MetricTransformations } = z.parse(metricFilter, properties);
  const [{ MetricNamespace: namespace, MetricName: name, MetricValue, DefaultValue, Dimensions }] =
    MetricTransformations;
  const matches = compileFilter(FilterPattern);
  const valueIn = (line: unknown) => (MetricValue.startsWith("$") ? fieldOf(line, MetricValue) : Number(MetricValue));
  const dimensionsIn = (line: unknown) => Dimensions.map(({ Key, Value }) => [Key, fieldOf(line, Value)] as const);
  return {
    namespace,
    name,
    defaultValue: DefaultValue,
    dimensions: Dimensions.map(({ Key }) => Key),
    valuesIn: (lines: readonly string[]) =>
      lines.filter(matches).flatMap((text) => {
        const line = parse(text);
        const value = valueIn(line);
        const dimensions = dimensionsIn(line);
        if (typeof value !== "number" || dimensions.some(([, field]) => field === undefined)) return [];
        return [{ value, ...Object.fromEntries(dimensions.map(([key, field]) => [key, String(field)])) }];
      }),
  };
};
