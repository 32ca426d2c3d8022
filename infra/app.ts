import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { bundleAll } from "./stack/bundling.ts";
import { functionNames } from "./stack/functions.ts";
import { stackNameOf } from "./stack/outputs.ts";
import { readSettings, type Settings } from "./stack/settings.ts";
import { WebinarActivityStack } from "./stack/stack.ts";

/** The CDK app, run by `npx cdk`: reads the context, bundles the functions and synthesizes the stage's stack. */
const synthesize = async (): Promise<void> => {
  const app = new App();
  const settings = readSettings(app.node.getAllContext());
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  checkRegions(settings, region);
  const bundles = await bundleAll();
  const directories = functionNames.map((name) => [name, bundles[name].directory] as const);
  new WebinarActivityStack(app, stackNameOf(settings.stage), {
    settings,
    bundles: Object.fromEntries(directories) as Record<(typeof functionNames)[number], string>,
    description: "Course activity of a company: the API, its data, its identity provider and its alarms",
    env: { ...(account && { account }), ...(region && { region }) },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
};

/** Checks the settings that depend on the region: the certificate's region and the replicas'. */
const checkRegions = ({ replicaRegions = [], certificateArn }: Settings, region: string | undefined): void => {
  const certificateRegion = certificateArn?.split(":")[3];
  if (region && certificateRegion && certificateRegion !== region) {
    throw new Error(`Context: certificateArn: must be a certificate of ${region}, the stack's region`);
  }
  if (replicaRegions.length > 0 && !region) {
    throw new Error(
      "Context: replicaRegions: needs a home region, the only one that writes: set AWS_REGION or the profile's region",
    );
  }
  if (region && replicaRegions.includes(region)) {
    throw new Error(`Context: replicaRegions: must not contain ${region}, which is the home region`);
  }
};

await synthesize().catch((error: unknown) => {
  // For a wrong setting, one line that names the key is more useful than a stack trace.
  console.error(error instanceof Error && error.message.startsWith("Context: ") ? error.message : error);
  process.exitCode = 1;
});
