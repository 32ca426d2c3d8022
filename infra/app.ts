import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { bundleAll } from "./stack/bundling.ts";
import { functionNames } from "./stack/functions.ts";
import { stackNameOf } from "./stack/outputs.ts";
import { readSettings, type Settings } from "./stack/settings.ts";
import { WebinarActivityStack } from "./stack/stack.ts";

/** What `npx cdk` runs: reads the context, bundles the functions, and makes the stage's stack. */
const synthesize = async (): Promise<void> => {
  const app = new App();
  const settings = readSettings(app.node.getAllContext());
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  refuseWrongRegion(settings, region);
  const bundles = await bundleAll();
  const directories = functionNames.map((name) => [name, bundles[name].directory] as const);
  new WebinarActivityStack(app, stackNameOf(settings.stage), {
    settings,
    bundles: Object.fromEntries(directories) as Record<(typeof functionNames)[number], string>,
    description: "One employee's webinar course assignments: the API, its data, its identity provider and its alarms",
    env: { ...(account && { account }), ...(region && { region }) },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
};

/** What only makes sense in one region, or in another one. */
const refuseWrongRegion = ({ replicaRegions = [], certificateArn }: Settings, region: string | undefined): void => {
  const certified = certificateArn?.split(":")[3];
  if (region && certified && certified !== region) {
    throw new Error(`Context: certificateArn: must be a certificate of ${region}, the stack's region`);
  }
  if (replicaRegions.length > 0 && !region) {
    throw new Error("Context: replicaRegions: needs a home region, which alone writes: set AWS_REGION or a profile's");
  }
  if (region && replicaRegions.includes(region)) {
    throw new Error(`Context: replicaRegions: must not have ${region}, which is the home region`);
  }
};

await synthesize().catch((error: unknown) => {
  // A line that names the key says more than a stack.
  console.error(error instanceof Error && error.message.startsWith("Context: ") ? error.message : error);
  process.exitCode = 1;
});
