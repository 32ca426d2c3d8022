import { describe, expect, it } from "vitest";
import { type Synthesized, synthesize, synthesizeTogether } from "../../support/stack.ts";
import { DOMAIN, EXTERNAL_PROVIDER } from "../../support/stack-parts.ts";
import { rules } from "../../support/stack-rules.ts";

/** The options that change the stack's structure: the context, and what the template must then have or not have. */
const options = {
  "an external issuer": {
    context: EXTERNAL_PROVIDER,
    types: { "AWS::Cognito::UserPool": false, "AWS::Cognito::UserPoolDomain": false },
  },
  "a domain": {
    context: DOMAIN,
    types: { "AWS::ApiGatewayV2::DomainName": true, "AWS::ApiGatewayV2::ApiMapping": true },
  },
  replicas: { context: { replicaRegions: "eu-west-1" }, text: '"Region":"eu-west-1"' },
  "the stage dev": { context: { stage: "dev" }, text: '"DeletionProtectionEnabled":false' },
  "reserved concurrency": { context: { reservedConcurrency: "50" }, text: '"ReservedConcurrentExecutions":50' },
  "allowed origins": { context: { allowedOrigins: "https://a.example" }, text: '"CorsConfiguration"' },
  "an e-mail address and tracing": {
    context: { alarmEmail: "ops@example.com", tracing: "on" },
    types: { "AWS::SNS::Subscription": true, "AWS::XRay::SamplingRule": true },
  },
} as const;

type Option = { context: object; types?: Readonly<Record<string, boolean>>; text?: string };
const all: [name: string, option: Option][] = Object.entries(options);

/** Every combination of the options: each bit of a number is one option. */
const combinations = Array.from({ length: 2 ** all.length }, (_, bits) => {
  const chosen = all.filter((_, index) => bits & (1 << index));
  return {
    names: chosen.map(([name]) => name),
    context: Object.assign({}, ...chosen.map(([, { context }]) => context)),
  };
});

const expectOptions = ({ resources }: Synthesized, names: readonly string[]): void => {
  const types = new Set(Object.values(resources).map(({ Type }) => Type));
  const text = JSON.stringify(resources);
  for (const [name, option] of all) {
    const isChosen = names.includes(name);
    for (const [type, withIt] of Object.entries(option.types ?? {})) {
      expect(types.has(type), `${type}, with ${name}: ${isChosen}`).toBe(isChosen === withIt);
    }
    if (option.text) expect(text.includes(option.text), name).toBe(isChosen);
  }
};

describe("every combination of the context keys", () => {
  it.each(combinations)("keeps the stack's rules: $names", ({ names, context }) => {
    const stack = synthesize(context);
    expectOptions(stack, names);
    for (const rule of Object.values(rules)) rule(stack);
  });

  it("is tested", () => {
    const contexts = new Set(combinations.map(({ context }) => JSON.stringify(context)));
    expect(contexts.size).toBe(2 ** 7);
  });
});

const pair = <Item>([first, second]: readonly Item[]): [Item, Item] => {
  if (!first || !second) throw new Error("There must be two");
  return [first, second];
};

describe("two stages", () => {
  const [one, two] = pair(synthesizeTogether([{ stage: "one" }, { stage: "two" }]));

  it("are two stacks of one app, each with its own metrics", () => {
    expect(one.stack.stackName).toBe("RuangkerjaWebinarActivity-one");
    expect(two.stack.stackName).toBe("RuangkerjaWebinarActivity-two");
    const namespaces = ({ template }: Synthesized) =>
      JSON.stringify(template.findResources("AWS::Logs::MetricFilter")).match(/RuangkerjaWebinarActivity\/\w+/g);
    expect(new Set(namespaces(one))).toEqual(new Set(["RuangkerjaWebinarActivity/one"]));
    expect(new Set(namespaces(two))).toEqual(new Set(["RuangkerjaWebinarActivity/two"]));
  });

  it("differ in nothing else", () => {
    const neutral = ({ resources }: Synthesized, stage: string) =>
      JSON.parse(JSON.stringify(resources).replaceAll(`WebinarActivity-${stage}`, "S").replaceAll(`y/${stage}`, "N"));
    expect(neutral(two, "two")).toEqual(neutral(one, "one"));
  });
});
