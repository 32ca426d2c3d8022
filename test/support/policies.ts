import { runSimulation } from "@cloud-copilot/iam-simulate";
import * as z from "zod/mini";
import { ACCOUNT } from "./intrinsics.ts";
import { type Found, type Synthesized, targetOf } from "./stack.ts";

const oneOrMore = z.pipe(
  z.transform((value) => [value].flat()),
  z.array(z.string()),
);
const statement = z.looseObject({ Effect: z.enum(["Allow", "Deny"]), Action: oneOrMore, Resource: oneOrMore });
const policyDocument = z.object({ Version: z.literal("2012-10-17"), Statement: z.array(statement) });

export type Statement = z.output<typeof statement>;

const inlinePolicies = z._default(z.array(z.object({ PolicyDocument: policyDocument })), []);

/** All resolved statements of a role: of its inline policies, and of the policies attached to it. */
export const statementsOf = (stack: Synthesized, role: Found): Statement[] => {
  const attached = stack
    .ofType("AWS::IAM::Policy")
    .filter(({ Properties }) => [Properties["Roles"]].flat().some((named) => targetOf(named) === role.id))
    .map(({ values }) => z.parse(policyDocument, values["PolicyDocument"]));
  const inline = z.parse(inlinePolicies, role.values["Policies"]).map(({ PolicyDocument }) => PolicyDocument);
  return [...attached, ...inline].flatMap(({ Statement }) => Statement);
};

type Request = { readonly principal: string; readonly action: string; readonly resource: string };
type Policies = { readonly identity?: readonly unknown[]; readonly resource?: unknown };

/** IAM's decision with only these policies; `context` has the request's condition keys, such as `aws:SourceAccount`. */
const isAllowed = async (
  { principal, action, resource }: Request,
  policies: Policies,
  context: Record<string, string> = {},
): Promise<boolean> => {
  const request = { principal, action, resource: { resource, accountId: ACCOUNT }, contextVariables: context };
  const { identity = [], resource: resourcePolicy } = policies;
  const answer = await runSimulation(
    {
      request,
      identityPolicies: identity.map((policy, index) => ({ name: `${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${action} on ${resource}: ${answer.errors.message}`);
  return answer.overallResult === "Allowed";
};

/** @returns a function: may the role do `action` on the resource with this ARN? It rejects for an action that IAM does not know */
export const roleSimulator = (stack: Synthesized, role: Found) => {
  const principal = String(stack.resolve({ "Fn::GetAtt": [role.id, "Arn"] }));
  const policy = { Version: "2012-10-17", Statement: statementsOf(stack, role) };
  return (action: string, resource: string): Promise<boolean> =>
    isAllowed({ principal, action, resource }, { identity: [policy] });
};

/** @returns a function: may somebody with only this policy do `action` on the resource with this ARN? */
export const policySimulator =
  (policy: unknown) =>
  (action: string, resource: string): Promise<boolean> =>
    isAllowed({ principal: `arn:aws:iam::${ACCOUNT}:role/operator`, action, resource }, { identity: [policy] });

const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/**
 * @returns a function: may a principal do `action` on the resource with this resource policy? The principal is a service
 *   such as `cloudwatch.amazonaws.com`, or a role of the account whose own policy allows everything
 */
export const resourcePolicySimulator = (policy: unknown, resource: string) => {
  return (principal: string, action: string, context: Record<string, string>): Promise<boolean> =>
    isAllowed(
      { principal, action, resource },
      { resource: policy, identity: principal.startsWith("arn:") ? [everything] : [] },
      context,
    );
};
