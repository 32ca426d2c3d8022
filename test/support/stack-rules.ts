import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { expect } from "vitest";
import { categories } from "../../functions/shared/store/categories.ts";
import { outputs } from "../../infra/stack/outputs.ts";
import { nameProperties } from "./physical-names.ts";
import { statementsOf } from "./policies.ts";
import type { Synthesized } from "./stack.ts";
import { functionsByRoute, pathOf } from "./stack-parts.ts";
import { cycleIn } from "./template-graph.ts";

/** Rules that hold for the stack with any context. Each has its own assertions. */
export const rules = {
  "every reference has a target": ({ resources, find, outputs }) => {
    for (const id of Object.keys(resources)) expect(() => find(id)).not.toThrow();
    expect(Object.values(outputs)).not.toContain(undefined);
  },

  "there is no dependency cycle": ({ resources }) => {
    expect(cycleIn(resources)).toBeUndefined();
  },

  "no resource has a fixed name that another stage could have too": ({ resources, unresolvedOutputs }) => {
    for (const { Type, Properties } of Object.values(resources)) {
      const names = nameProperties[Type];
      expect(names, Type).toBeDefined();
      expect(Object.keys(Properties).filter((property) => names?.includes(property))).toEqual([]);
    }
    for (const output of Object.values(unresolvedOutputs)) expect(output).not.toHaveProperty("Export");
  },

  "no role has a managed policy, or a wildcard except as the resource of X-Ray, DescribeAlarms and its own deployment groups":
    (stack) => {
      const roles = stack.ofType("AWS::IAM::Role");
      expect(roles).toHaveLength(4);
      for (const role of roles) {
        expect(role.values).not.toHaveProperty("ManagedPolicyArns");
        const statements = statementsOf(stack, role);
        expect(statements.length).toBeGreaterThan(0);
        for (const { Action, Resource } of statements) {
          expect(Action.filter((action) => action.includes("*"))).toEqual([]);
          const wild = Resource.filter((arn) => /\*/.test(arn.replace(/^(arn:aws:logs:.*:log-group:[^*]+):\*$/, "$1")));
          if (Action.join() === "codedeploy:PutLifecycleEventHookExecutionStatus") {
            expect(wild).toEqual([expect.stringMatching(/:deploymentgroup:[\w-]*RolloutApplication\w+\/\*$/)]);
            continue;
          }
          const known = Action.every((action) => action.startsWith("xray:") || action === "cloudwatch:DescribeAlarms");
          expect(wild).toEqual(known ? ["*"] : []);
        }
      }
    },

  "the token endpoint's role may do nothing to a table": (stack) => {
    const role = stack.ofType("AWS::IAM::Role").find((found) => pathOf(found) === "OAuthToken/Role");
    const statements = role ? statementsOf(stack, role) : [];
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith("dynamodb:"))).toEqual([]);
    expect(statements).toHaveLength(stack.settings.tracing === "off" ? 1 : 2);
  },

  "the routes call the functions": (stack) => {
    // The lists', the feed's and the fallback.
    const expected = Object.entries({ OAuthToken: 1, WebinarActivity: Object.keys(categories).length + 2 });
    expect(Object.values(functionsByRoute(stack)).map(pathOf).sort()).toEqual(
      expected.flatMap(([name, routes]) => Array(routes).fill(`${name}/Function`)),
    );
  },

  "every alarm notifies the topic": (stack) => {
    const [made] = stack.ofType("AWS::SNS::Topic").map(({ id }) => stack.resolve({ Ref: id }));
    const topic = stack.settings.alarmTopicArn ?? made;
    expect(topic).toBeDefined();
    const alarms = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"].flatMap(stack.ofType);
    expect(alarms).toHaveLength(stack.settings.domainName ? 15 : 14);
    for (const { values } of alarms) expect(values).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
  },

  "the outputs are those that the commands read": ({ outputs: made, settings }) => {
    const { userPool, ...always } = outputs;
    expect(Object.keys(made).sort()).toEqual([...Object.values(always), ...(settings.issuer ? [] : [userPool])].sort());
  },

  "cdk-nag finds nothing that is not acknowledged": ({ app }) => {
    for (const checks of [new AwsSolutionsChecks(app), new ServerlessChecks(app)]) {
      expect(checks.validateScope(app).violations).toEqual([]);
    }
  },
} as const satisfies Record<string, (stack: Synthesized) => void>;
