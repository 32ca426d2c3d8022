import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { bodyOf, itemsOf, verify, withoutKeys } from "./parts.ts";

/** The least that answers: a token check and one Query; no validation, no error mapping, no look-up of the client. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  await verify(event.headers["authorization"]);
  const { page, pageSize } = event.queryStringParameters ?? {};
  const items = await itemsOf("CMP-A", `${event.pathParameters?.["employeeID"]}`, Number(page), Number(pageSize));
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(bodyOf(items.map(withoutKeys))),
  };
};
