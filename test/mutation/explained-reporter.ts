import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { judge } from "./explained.ts";
import { survivors } from "./survivors.ts";

const print = (title: string, mutants: readonly string[]): void => {
  if (mutants.length > 0) console.error([title, ...mutants.map((mutant) => `  ${mutant}`), ""].join("\n"));
};

/** Fails a run of which a mutant survived that `survivors.ts` does not explain, or that it explains and is none. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Reporter, "explained", {
    onMutationTestReportReady: ({ files }) => {
      const { unexplained, unknown, killed } = judge(files, survivors);
      print("Survivors that test/mutation/survivors.ts does not explain:", unexplained);
      print("Mutants that test/mutation/survivors.ts explains and that there are not:", unknown);
      print("Mutants that test/mutation/survivors.ts explains and that were killed this time:", killed);
      if (unexplained.length + unknown.length > 0) process.exitCode = 1;
    },
  }),
];
