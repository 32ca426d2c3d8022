import { DomainName, IpAddressType, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { CfnRecordSet } from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** The API's custom domain name and its DNS records, if one is configured. */
export const createDomain = (scope: Construct, settings: Settings): DomainName | undefined => {
  const { domainName, certificateArn, hostedZoneId } = settings;
  if (!domainName || !certificateArn || !hostedZoneId) return undefined;
  const domain = new DomainName(scope, "Domain", {
    domainName,
    certificate: Certificate.fromCertificateArn(scope, "Certificate", certificateArn),
    securityPolicy: SecurityPolicy.TLS_1_2,
    ipAddressType: IpAddressType.DUAL_STACK,
  });
  for (const type of ["A", "AAAA"] as const) {
    new CfnRecordSet(scope, `${type}Record`, {
      name: domainName,
      type,
      hostedZoneId,
      aliasTarget: { dnsName: domain.regionalDomainName, hostedZoneId: domain.regionalHostedZoneId },
    });
  }
  return domain;
};
