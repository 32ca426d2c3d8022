import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { bundleDeployment } from "./stack/bundling.ts";
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
  const { bundles, hook } = await bundleDeployment();
  const directories = functionNames.map((name) => [name, bundles[name].directory] as const);
  new WebinarActivityStack(app, stackNameOf(settings.stage), {
    settings,
    bundles: Object.fromEntries(directories) as Record<(typeof functionNames)[number], string>,
    hook,
    description: "Course activity of a company: the API, its data, its identity provider and its alarms",
    env: { ...(account && { account }), ...(region && { region }) },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  app.synth();
};

/** What CloudFormation would find in another region only in the middle of a deployment. */
const REGIONAL = { certificateArn: "a certificate", alarmTopicArn: "a topic", kmsKeyArn: "a key" } as const;

/** Checks the settings that depend on the region: those of the certificate, the topic, the key and the replicas. */
const checkRegions = ({ replicaRegions = [], ...settings }: Settings, region: string | undefined): void => {
  for (const [key, what] of Object.entries(REGIONAL)) {
    const keyRegion = settings[key as keyof typeof REGIONAL]?.split(":")[3];
    if (region && keyRegion && keyRegion !== region) {
      throw new Error(`Context: ${key}: must be ${what} of ${region}, the stack's region`);
    }
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
