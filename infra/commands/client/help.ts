import { stackName } from "../../stack/outputs.ts";

export const HELP = `Creates and manages the clients that may call the API. Each is an app client in the Cognito user pool,
and a row of the clients table that says which company it reads for.

  npm run -s client -- create --company SERIAL --label TEXT      a new client; prints its ID and its secret, once
  npm run -s client -- list                                      all clients, and any problems with them
  npm run -s client -- disable --client-id ID                    no token of the client is accepted any more
  npm run -s client -- enable --client-id ID                     … and they are again
  npm run -s client -- rotate --client-id ID                     a second secret beside the first; prints it, once
  npm run -s client -- rotate --client-id ID --finish            deletes the older of the two secrets
  npm run -s client -- delete --client-id ID                     deletes the client for good
  npm run -s client -- register --client-id ID --company SERIAL --label TEXT
                        the row alone, for a client that exists: at your own identity provider, or made by hand

(-s keeps npm's own lines out of the output.)

  --company SERIAL      the company whose assignments the client may read
  --label TEXT          a note for people: who uses the client, and for what
  --json                create, rotate, list: the output as JSON
  --yes                 delete: without asking
  --stack NAME          the CloudFormation stack, ${stackName} unless given
  --region REGION       the AWS region; unless given, that of the environment or the profile
  --endpoint URL        another DynamoDB endpoint; on loopback that of npm start, which has rows and no user pool
  --help                this text

Exit codes: 0 done; 1 failed, and the message says what is left and how to continue; 130 Ctrl-C: changes are undone.`;
