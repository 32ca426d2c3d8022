import * as z from "zod/mini";

/** The member of a JSON value at a path such as `$.message.status`; `undefined` if there is none. */
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
 * Compiles a CloudWatch filter pattern for JSON. It supports what the stack uses: `{ $.a.b = 123 }`,
 * `{ $.a.b = "text" }`, and `{ $.a.b = * }` for any value.
 *
 * @returns a function that says whether a log line matches; a line that is not JSON never matches
 * @throws {Error} for any other pattern
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const compileFilter = (pattern: string): ((line: string) => boolean) => {
  const [, path = "", wanted = ""] = /^\{ (\$(?:\.\w+)+) = (\*|\d+|"[^"*]*") \}$/.exec(pattern) ?? [];
  if (!path) throw new Error(`Unsupported pattern: ${pattern}`);
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
 * Reads a metric filter from its resource properties.
 *
 * `valuesIn` gives the metric's value and dimensions for each line, in order. It skips a line that does not match, has no
 * number as the value, or has no field for a dimension.
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
