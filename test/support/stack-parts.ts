import * as z from "zod/mini";
import { type Found, only, type Synthesized, targetOf } from "./stack.ts";

/** Context for a custom domain. */
export const DOMAIN = {
  domainName: "api.example.com",
  certificateArn: "arn:aws:acm:ap-southeast-3:123456789012:certificate/0f1e2d3c",
  hostedZoneId: "Z0123456789ABC",
} as const;

/** Context for an external identity provider. */
export const EXTERNAL_PROVIDER = {
  issuer: "https://id.example.com",
  jwksUri: "https://id.example.com/jwks",
  tokenEndpoint: "https://id.example.com/token",
  scope: "webinar/read",
} as const;

/** A resource's construct path in the stack, such as `Api/Stage`. */
export const pathOf = ({ Metadata }: Found): string =>
  String(Metadata?.["aws:cdk:path"])
    .split("/")
    .slice(1)
    .join("/")
    .replace(/\/(Resource|Default)$/, "");

/** The only resource of a type at a construct path. */
export const at = (stack: Synthesized, type: string, path: string): Found =>
  only(stack.ofType(type).filter((found) => pathOf(found) === path));

/** The function that an alias points to. */
export const functionOf = (stack: Synthesized, alias: string): Found =>
  stack.find(targetOf(stack.find(alias).Properties["FunctionName"]));

const target = z.object({ "Fn::Join": z.tuple([z.literal(""), z.tuple([z.literal("integrations/"), z.unknown()])]) });

/** The function that answers each route: route key → integration → alias → function. */
export const functionsByRoute = (stack: Synthesized): Record<string, Found> =>
  Object.fromEntries(
    stack.ofType("AWS::ApiGatewayV2::Route").map(({ Properties }) => {
      const [, [, integration]] = z.parse(target, Properties["Target"])["Fn::Join"];
      const { Properties: to } = stack.find(targetOf(integration));
      return [String(Properties["RouteKey"]), functionOf(stack, targetOf(to["IntegrationUri"]))];
    }),
  );

/** The construct path of the function that answers each route. */
export const routedTo = (stack: Synthesized): Record<string, string> =>
  Object.fromEntries(Object.entries(functionsByRoute(stack)).map(([route, found]) => [route, pathOf(found)]));
