import { join } from "node:path";
import { App, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod/mini";
import type { FunctionName } from "../../infra/stack/functions.ts";
import { stackNameOf } from "../../infra/stack/outputs.ts";
import { readSettings } from "../../infra/stack/settings.ts";
import { WebinarActivityStack } from "../../infra/stack/stack.ts";
import { createResolver } from "./intrinsics.ts";

/** The home region of every stack that is synthesized here. */
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

/** A resource of the template under its logical ID; `values` are its properties as a deployment would have them. */
export type Found = Resource & { readonly id: string; readonly values: Readonly<Record<string, unknown>> };

/** A template does not depend on what the bundles hold, only on their folders. */
const anyFolder = join(import.meta.dirname, "fixtures");
const anyBundles = { "webinar-activity": anyFolder, "oauth-token": anyFolder };

/** An app that checks and writes no more than a test needs. */
const quickApp = (context: Readonly<Record<string, unknown>>): App =>
  new App({
    context: { ...withMetadata, ...context },
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });

const withoutAssets = { "aws:cdk:disable-asset-staging": true };
/** As the CDK's command line sets it: the template says where each resource stands, and which asset a function has. */
const withMetadata = { "aws:cdk:enable-path-metadata": true, "aws:cdk:enable-asset-metadata": true };

/**
 * Synthesizes a stage's stack in this process.
 *
 * @param context the context keys, as `cdk.json` or the command line has them
 * @param bundles the functions' bundles, where they matter; they are then copied to the cloud assembly
 */
export const synthesize = (
  context: Readonly<Record<string, unknown>> = {},
  bundles?: Readonly<Record<FunctionName, string>>,
) => only(synthesizeTogether([context], bundles));

export type Synthesized = ReturnType<typeof synthesize>;

/** The same for several stages in one app. */
export const synthesizeTogether = (
  contexts: readonly Readonly<Record<string, unknown>>[],
  bundles?: Readonly<Record<FunctionName, string>>,
) => {
  const app = quickApp(bundles ? {} : withoutAssets);
  const stacks = contexts.map((context) => {
    const settings = readSettings(context);
    const props = { settings, bundles: bundles ?? anyBundles, env: { region: HOME } };
    return { app, settings, stack: new WebinarActivityStack(app, stackNameOf(settings.stage), props) };
  });
  return stacks.map((made) => ({ ...made, ...describeTemplate(made.stack) }));
};

/** What a stack's template says, with its intrinsic functions resolved as a deployment would. */
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
    outputsAsTheyAre: Outputs,
  };
};

/** The only one of a list; fails where there are none or more. */
export const only = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`There are ${items.length} where there must be one`);
  return item;
};

/** What a reference names: the logical ID of `{ Ref }` or `{ "Fn::GetAtt": [ID, …] }`. */
export const targetOf = (reference: unknown): string => {
  const { Ref, "Fn::GetAtt": attribute } = z.parse(
    z.object({ Ref: z.optional(z.string()), "Fn::GetAtt": z.optional(z.tuple([z.string(), z.string()])) }),
    reference,
  );
  return Ref ?? attribute?.[0] ?? "";
};
