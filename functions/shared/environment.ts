/**
 * Reads environment variables by name.
 *
 * @param names the variables that must be set; an empty value counts as missing
 * @returns their values under the same names
 * @throws {Error} naming every variable that is missing, so that a wrong deployment stops at its first cold start
 */
export const requireEnvironment = <Name extends string>(...names: readonly Name[]): Record<Name, string> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`Missing in the environment: ${missing.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
};

/** @returns the variable's value, or `undefined` where it is missing or empty */
export const optionalEnvironment = (name: string): string | undefined => process.env[name] || undefined;

/**
 * @returns the variable's value, an `http:` or `https:` URL that paths are appended to; `undefined` where it is missing
 *   or empty
 * @throws {Error} naming the variable, if its value is no such URL
 */
export const optionalBaseUrl = (name: string): string | undefined => {
  const value = optionalEnvironment(name);
  // It stands in a header, between < and >.
  if (value && !/^https?:\/\/[\w.~%!$&'()*+,;=:@[\]/-]+(?<!\/)$/.test(value)) {
    throw new Error(`${name} must be a URL without a slash at the end, query or fragment`);
  }
  return value;
};

export type AwsEnvironment = {
  readonly region: string;
  /** DynamoDB's, where it is not the region's own: an `http:` or `https:` URL. */
  readonly endpoint?: string;
  readonly credentials: () => AwsCredentials;
};

type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * Where a function runs and with whose rights, from what Lambda sets. The credentials are those of its role, read at
 * each call, since they may be renewed under a living instance.
 *
 * @throws {Error} as `requireEnvironment`, or where `AWS_ENDPOINT_URL_DYNAMODB` is no http or https URL
 */
export const awsEnvironment = (): AwsEnvironment => {
  const { AWS_REGION: region } = requireEnvironment("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  const endpoint = optionalEnvironment("AWS_ENDPOINT_URL_DYNAMODB");
  if (endpoint && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) {
    throw new Error(`AWS_ENDPOINT_URL_DYNAMODB is no http(s) URL: ${endpoint}`);
  }
  return { region, ...(endpoint && { endpoint }), credentials };
};

const credentials = (): AwsCredentials => {
  const env = requireEnvironment("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  const sessionToken = optionalEnvironment("AWS_SESSION_TOKEN");
  return {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    ...(sessionToken && { sessionToken }),
  };
};
