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
 * `{ $.a.b = "text" }`, `!=` in place of `=`, a `*` in the text for any characters, `{ $.a.b = * }` for any value, and several
 * of these with `&&`. As in CloudWatch, a field that is missing matches neither `=` nor `!=`.
 *
 * @returns a function that says whether a log line matches; a line that is not JSON never matches
 * @throws {Error} for any other pattern
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const compileFilter = (pattern: string): ((line: string) => boolean) => {
  const [, inside = ""] = /^\{ (.*) \}$/.exec(pattern) ?? [];
  const terms = inside.split(" && ").map((term) => compileTerm(term, pattern));
  return (text) => {
    const line = parse(text);
    return terms.every((matches) => matches(line));
  };
};

const compileTerm = (term: string, pattern: string): ((line: unknown) => boolean) => {
  const [, path = "", operator, wanted = ""] = /^(\$(?:\.\w+)+) (=|!=) (\*|\d+|"[^"]*")$/.exec(term) ?? [];
  if (!path) throw new Error(`Unsupported pattern: ${pattern}`);
  return (line) => {
    const value = fieldOf(line, path);
    if (value === undefined || value === null) return false;
    return (wanted === "*" || isLike(value, JSON.parse(wanted))) === (operator === "=");
  };
};

const isLike = (value: unknown, wanted: string | number): boolean => {
  if (typeof wanted === "number" || typeof value !== "string") return value === wanted;
  const parts = wanted.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(value);
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
