import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import {
  CHANGES_ROUTE,
  FALLBACK_ROUTE,
  listRoute,
  partsOf,
  TOKEN_ROUTE,
} from "../../../functions/shared/http/routes.ts";
import { ACCOUNT } from "../../support/intrinsics.ts";
import { allCategories } from "../../support/records.ts";
import { HOME, only, synthesize, targetOf } from "../../support/stack.ts";
import { DOMAIN, functionsByRoute, routedTo } from "../../support/stack-parts.ts";

const stack = synthesize();
const api = only(stack.ofType("AWS::ApiGatewayV2::Api"));
const stage = only(stack.ofType("AWS::ApiGatewayV2::Stage"));

describe("the HTTP API", () => {
  it("routes each path, and everything else, to the right function", () => {
    expect(routedTo(stack)).toEqual({
      ...Object.fromEntries(allCategories.map((category) => [listRoute(category), "WebinarActivity/Function"])),
      [CHANGES_ROUTE]: "WebinarActivity/Function",
      [FALLBACK_ROUTE]: "WebinarActivity/Function",
      [TOKEN_ROUTE]: "OAuthToken/Function",
    });
  });

  it("may call each function by its alias, with payload format 2.0", () => {
    const aliases = stack.ofType("AWS::Lambda::Alias").map(({ id }) => id);
    const integrations = stack.ofType("AWS::ApiGatewayV2::Integration");
    expect(new Set(integrations.map(({ Properties }) => targetOf(Properties["IntegrationUri"])))).toEqual(
      new Set(aliases),
    );
    for (const { values } of integrations) {
      expect(values).toMatchObject({ IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0" });
    }
    const permissions = stack.ofType("AWS::Lambda::Permission");
    const arn = `arn:aws:execute-api:${HOME}:${ACCOUNT}:${stack.resolve({ Ref: api.id })}/*/*`;
    const routes = [...allCategories.map(listRoute), CHANGES_ROUTE, FALLBACK_ROUTE, TOKEN_ROUTE];
    const paths = routes.map((route) => partsOf(route).path);
    expect(new Set(permissions.map(({ values }) => values["SourceArn"]))).toEqual(
      new Set(paths.map((path) => `${arn}${path}`)),
    );
    for (const { values, Properties } of permissions) {
      expect(values).toMatchObject({ Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" });
      expect(aliases).toContain(targetOf(Properties["FunctionName"]));
    }
  });

  it("has no authorizer on any route: the functions check the tokens", () => {
    for (const { values } of stack.ofType("AWS::ApiGatewayV2::Route")) {
      expect(values["AuthorizationType"]).toBe("NONE");
    }
  });

  it.each([
    [{}, 200, 400],
    [{ throttle: "7,9" }, 7, 9],
  ])("is throttled: with %o at %i requests a second and %i at once", (context, rate, burst) => {
    const { values } = only(synthesize(context).ofType("AWS::ApiGatewayV2::Stage"));
    expect(values).toMatchObject({
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    });
  });

  it.each([
    [{}, 10, 50],
    [{ tokenThrottle: "3,4", throttle: "7,9" }, 3, 4],
  ])(
    "throttles the token's route on its own: with %o at %i requests a second and %i at once",
    (context, rate, burst) => {
      const synthesized = synthesize(context);
      const { values, DependsOn } = only(synthesized.ofType("AWS::ApiGatewayV2::Stage"));
      // A route's settings replace the stage's: without the metrics, the dashboard would lose this route.
      expect(values["RouteSettings"]).toEqual({
        [TOKEN_ROUTE]: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst, DetailedMetricsEnabled: true },
      });
      const route = only(
        synthesized.ofType("AWS::ApiGatewayV2::Route").filter((found) => found.values["RouteKey"] === TOKEN_ROUTE),
      );
      expect(DependsOn, "API Gateway refuses settings of a route that does not exist").toContain(route.id);
    },
  );
});

describe("the access log", () => {
  const { Format, DestinationArn } = z.parse(
    z.object({ Format: z.string(), DestinationArn: z.unknown() }),
    stage.Properties["AccessLogSettings"],
  );

  it("is JSON, in its own log group, kept for the configured time", () => {
    expect(JSON.parse(Format)).toMatchObject({
      requestId: "$context.requestId",
      routeKey: "$context.routeKey",
      status: "$context.status",
      responseLatency: "$context.responseLatency",
      error: "$context.error.responseType",
    });
    const group = stack.find(targetOf(DestinationArn));
    expect(group).toMatchObject({ Type: "AWS::Logs::LogGroup", values: { RetentionInDays: 30 } });
    const functions = stack.ofType("AWS::Lambda::Function").map(({ Properties }) => Properties["LoggingConfig"]);
    expect(JSON.stringify(functions)).not.toContain(group.id);
  });

  it("has no path (it has the employee's ID), query, address or token", () => {
    const variables = [...Format.matchAll(/\$context\.[\w.]+/g)].map(([variable]) => variable);
    expect(variables.length).toBeGreaterThan(5);
    expect(variables.filter((name) => /path|query|sourceIp|identity|authorizer|header|userAgent/i.test(name))).toEqual(
      [],
    );
  });
});

describe("a custom domain", () => {
  const withDomain = synthesize(DOMAIN);
  const domain = only(withDomain.ofType("AWS::ApiGatewayV2::DomainName"));

  it("has TLS 1.2 or newer, the certificate, IPv4 and IPv6", () => {
    expect(domain.values).toEqual({
      DomainName: DOMAIN.domainName,
      DomainNameConfigurations: [
        {
          CertificateArn: DOMAIN.certificateArn,
          EndpointType: "REGIONAL",
          IpAddressType: "dualstack",
          SecurityPolicy: "TLS_1_2",
        },
      ],
    });
  });

  it("has its records in the zone, and is mapped to the stage", () => {
    const records = withDomain.ofType("AWS::Route53::RecordSet").map(({ values }) => values);
    expect(records).toEqual(
      ["A", "AAAA"].map((Type) => ({
        Type,
        Name: DOMAIN.domainName,
        HostedZoneId: DOMAIN.hostedZoneId,
        AliasTarget: {
          DNSName: withDomain.resolve({ "Fn::GetAtt": [domain.id, "RegionalDomainName"] }),
          HostedZoneId: withDomain.resolve({ "Fn::GetAtt": [domain.id, "RegionalHostedZoneId"] }),
        },
      })),
    );
    const mapping = only(withDomain.ofType("AWS::ApiGatewayV2::ApiMapping"));
    expect(mapping.values).toMatchObject({ DomainName: DOMAIN.domainName, Stage: "$default" });
    expect(targetOf(mapping.Properties["ApiId"])).toBe(only(withDomain.ofType("AWS::ApiGatewayV2::Api")).id);
  });

  it("has the API under the configured base path, which the links and outputs have too", () => {
    const mapped = synthesize({ ...DOMAIN, basePath: "hr/v1" });
    expect(only(mapped.ofType("AWS::ApiGatewayV2::ApiMapping")).values["ApiMappingKey"]).toBe("hr/v1");
    expect(only(withDomain.ofType("AWS::ApiGatewayV2::ApiMapping")).values).not.toHaveProperty("ApiMappingKey");
    const url = `https://${DOMAIN.domainName}/hr/v1`;
    expect(mapped.outputs).toMatchObject({ ApiUrl: url, TokenUrl: `${url}/oauth/token` });
    expect(functionsByRoute(mapped)["$default"]?.values["Environment"]).toMatchObject({
      Variables: { PUBLIC_BASE_URL: url },
    });
  });

  it("is the only way in: it disables the API's default endpoint", () => {
    expect(only(withDomain.ofType("AWS::ApiGatewayV2::Api")).values["DisableExecuteApiEndpoint"]).toBe(true);
    expect(api.values["DisableExecuteApiEndpoint"]).toBe(false);
  });
});

describe("CORS", () => {
  it("is off by default", () => {
    expect(api.values).not.toHaveProperty("CorsConfiguration");
  });

  it("lets a configured origin send the API's request headers and read its response headers", () => {
    const { ofType } = synthesize({ allowedOrigins: "https://a.example,https://b.example" });
    expect(only(ofType("AWS::ApiGatewayV2::Api")).values["CorsConfiguration"]).toEqual({
      AllowOrigins: ["https://a.example", "https://b.example"],
      AllowMethods: ["GET", "POST"],
      AllowHeaders: ["accept", "authorization", "content-type", "if-none-match"],
      MaxAge: 7_200,
      ExposeHeaders: ["etag", "link", "retry-after", "www-authenticate", "x-request-id", "x-total-count"],
    });
  });
});
