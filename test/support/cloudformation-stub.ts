import { answers, type Behaviour } from "./provider-stub.ts";

const xml = { "Content-Type": "text/xml" };

/** CloudFormation's answer to DescribeStacks, for a stack with these outputs. */
export const stackWith = (outputs: Readonly<Record<string, string>>): Behaviour => {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return answers(
    200,
    `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>
      <member><StackName>any</StackName><CreationTime>2025-01-01T00:00:00Z</CreationTime>
      <StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join("")}</Outputs></member>
    </Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    xml,
  );
};

/** CloudFormation's error answer. */
export const refusal = (status: number, code: string, message: string): Behaviour =>
  answers(
    status,
    `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
      <Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    xml,
  );
