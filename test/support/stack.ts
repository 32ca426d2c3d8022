import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod/mini";
import type { FunctionName } from "../../infra/stack/functions.ts";
import { stackNameOf } from "../../infra/stack/outputs.ts";
import { readSettings } from "../../infra/stack/settings.ts";
import { WebinarActivityStack } from "../../infra/stack/stack.ts";
import { createResolver } from "./intrinsics.ts";

/** The home region of every synthesized stack. */
export const HOME = "ap-southeast-3";

const properties = z.record(z.string(), z.unknown());
const resource = z.object({
  Type: z.string(),
  Properties: z._default(properties, {}),
  DependsOn: z.optional(z.array(z.string())),
  UpdatePolicy: z.optional(properties),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
  Metadata: z.optional(properties),
});
const template = z.object({
  Resources: z.record(z.string(), resource),
  Outputs: z._default(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
});

type Resource = z.output<typeof resource>;
export type Resources = Readonly<Record<string, Resource>>;

/** A resource of the template with its logical ID; `values` are its properties with the intrinsic functions resolved. */
export type Found = Resource & { readonly id: string; readonly values: Readonly<Record<string, unknown>> };

/** A template does not depend on the content of the bundles, only on their folders. */
const anyFolder = join(import.meta.dirname, "fixtures");
const anyBundles = { "course-activity": anyFolder, "oauth-token": anyFolder };

/** The feature flags that `cdk.json` sets: they change the template. */
const { context: flags } = z.parse(
  z.object({ context: z.record(z.string(), z.unknown()) }),
  JSON.parse(readFileSync(join(import.meta.dirname, "../../cdk.json"), "utf8")),
);

/** An app that validates and writes only what a test needs. */
const quickApp = (context: Readonly<Record<string, unknown>>): App =>
  new App({
    context: { ...flags, ...withMetadata, ...context },
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });

const withoutAssets = { "aws:cdk:disable-asset-staging": true };
/** As the CDK CLI sets it: the template has each resource's construct path and each function's asset. */
const withMetadata = { "aws:cdk:enable-path-metadata": true, "aws:cdk:enable-asset-metadata": true };

/**
 * Synthesizes a stage's stack in this process.
 *
 * @param context the context keys, as `cdk.json` or the command line has them
 * @param bundles the functions' bundles if the test needs them; they are copied to the cloud assembly
 */
export const synthesize = (
  context: Readonly<Record<string, unknown>> = {},
  bundles?: Readonly<Record<FunctionName, string>>,
) => only(synthesizeTogether([context], bundles));

export type Synthesized = ReturnType<typeof synthesize>;

/** Synthesizes several stages in one app. */
export const synthesizeTogether = (
  contexts: readonly Readonly<Record<string, unknown>>[],
  bundles?: Readonly<Record<FunctionName, string>>,
) => {
  const app = quickApp(bundles ? {} : withoutAssets);
  const stacks = contexts.map((context) => {
    const settings = readSettings(context);
    const props = { settings, bundles: bundles ?? anyBundles, hook: anyFolder, env: { region: HOME } };
    return { app, settings, stack: new WebinarActivityStack(app, stackNameOf(settings.stage), props) };
  });
  return stacks.map((made) => ({ ...made, ...describeTemplate(made.stack) }));
};

/** Reads a stack's template and resolves its intrinsic functions as a deployment would. */
const describeTemplate = (stack: Stack) => {
  const assertions = Template.fromStack(stack);
  const { Resources: resources, Outputs } = z.parse(template, assertions.toJSON());
  const resolve = createResolver(resources, { region: HOME, stackName: stack.stackName });
  const find = (id: string): Found => {
    const found = resources[id];
    if (!found) throw new Error(`The template has no resource ${id}`);
    return { ...found, id, values: z.parse(properties, resolve(found.Properties)) };
  };
  return {
    template: assertions,
    resources,
    resolve,
    find,
    ofType: (type: string): Found[] =>
      Object.entries(resources).flatMap(([id, { Type }]) => (Type === type ? [find(id)] : [])),
    outputs: Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, resolve(Value)])),
    unresolvedOutputs: Outputs,
  };
};

/** The only item of a list; fails if the list has none or several. */
export const only = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`Expected one item, got ${items.length}`);
  return item;
};

/** The logical ID in a reference: `{ Ref }` or `{ "Fn::GetAtt": [ID, …] }`. */
export const targetOf = (reference: unknown): string => {
  const { Ref, "Fn::GetAtt": attribute } = z.parse(
    z.object({ Ref: z.optional(z.string()), "Fn::GetAtt": z.optional(z.tuple([z.string(), z.string()])) }),
    reference,
  );
  return Ref ?? attribute?.[0] ?? "";
};
