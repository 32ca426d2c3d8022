import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { JwtVerifier } from "aws-jwt-verify";

/** What every peer is made of besides its framework, with the libraries as they are. */

const env = process.env as Record<string, string>;
const TABLE = env["ASSIGNMENTS_TABLE"];
const dynamodb = new DynamoDBClient({});
const verifier = JwtVerifier.create({
  issuer: env["TOKEN_ISSUER"] ?? "",
  jwksUri: env["JWKS_URI"] ?? "",
  audience: null,
  scope: env["TOKEN_SCOPE"] ?? "",
});

/** @returns the client's ID; rejects for a token that is not valid */
export const verify = async (authorization = ""): Promise<string> => {
  const { client_id: clientID } = await verifier.verify(authorization);
  return String(clientID);
};

/** @returns the company that the client reads for */
export const companyOf = async (clientID: string): Promise<string> => {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: env["CLIENTS_TABLE"], Key: { clientID: { S: clientID } }, ConsistentRead: true }),
  );
  const row = Item && unmarshall(Item);
  if (!row?.["enabled"]) throw new Error("Unknown client");
  return row["companySerial"];
};

/** @returns the page's items, without the list's header */
export const itemsOf = async (company: string, employeeID: string, page: number, pageSize: number) => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: "listKey = :list AND #position BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#position": "position" },
      ExpressionAttributeValues: {
        ":list": { S: `${company}#webinar#${employeeID}` },
        ":from": { N: `${page === 1 ? 0 : (page - 1) * pageSize + 1}` },
        ":to": { N: `${page * pageSize}` },
      },
    }),
  );
  return Items.map((item) => unmarshall(item)).filter(({ position }) => position > 0);
};

/** Keeps the fields that the API gives, in their order. */
export const withoutKeys = ({ listKey, position, ...record }: Record<string, unknown>) => record;

export const bodyOf = <Record>(data: Record[]) => ({ status: "success", message: "Success", data });
