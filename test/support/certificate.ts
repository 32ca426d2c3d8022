import { generateKeyPairSync, sign } from "node:crypto";

/** DER (ITU-T X.690): a tag, the length of the content and the content. */
const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...items: readonly Buffer[]) => der(0x30, ...items);
const bitString = (bytes: Buffer) => der(0x03, Buffer.from([0]), bytes);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (text: string) => der(0x17, Buffer.from(text));
const positive = (number: number) => der(0x02, Buffer.from([number]));

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const COMMON_NAME = oid("550403");
const SUBJECT_ALT_NAME = oid("551d11");
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

/**
 * @returns a new key and a self-signed certificate (RFC 5280) for the address 127.0.0.1, both as PEM, for a TLS server.
 * Nothing trusts the certificate unless a test configures it.
 */
export const createCertificate = (): { key: string; cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from("a provider on loopback")))));
  const validity = sequence(utcTime("200101000000Z"), utcTime("491231235959Z"));
  const alternativeNames = sequence(SUBJECT_ALT_NAME, der(0x04, sequence(der(0x87, LOOPBACK))));
  const certificate = sequence(
    der(0xa0, positive(2)), // version 3
    positive(1),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(alternativeNames)),
  );
  const signed = sequence(certificate, ECDSA_WITH_SHA256, bitString(sign("sha256", certificate, privateKey)));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${signed.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
};
