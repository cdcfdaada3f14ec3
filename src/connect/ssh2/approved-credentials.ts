import type ssh2 from "ssh2";
import { kindOfKey, unapprovedKey } from "../keys/approved-keys.ts";
import { blobOf, type GivenKey } from "../keys/key-blob.ts";

const sha1Only = "the server takes RSA signatures with SHA-1 only, which --fips does not allow";

const isSha2 = (hash: string | undefined): boolean => hash === "sha256" || hash === "sha512";

const isRsa = (key: GivenKey): boolean => kindOfKey(blobOf(key)).type === "ssh-rsa";

/** A key that refuses to sign with SHA-1: ssh2 falls back to that where a server names no other algorithm. */
export const withoutSha1 = (key: ssh2.ParsedKey): ssh2.ParsedKey =>
  Object.assign(Object.create(key) as ssh2.ParsedKey, {
    sign: (data: Buffer, hash?: string) => (isRsa(key) && !isSha2(hash) ? new Error(sha1Only) : key.sign(data, hash)),
  });

/** An agent of which only approved keys are seen, and none signs with SHA-1. Narrowed in place, as ssh2 wants its own class. */
export function approvedAgent(agent: ssh2.BaseAgent): ssh2.BaseAgent {
  const all = agent.getIdentities.bind(agent);
  const sign = agent.sign.bind(agent);
  agent.getIdentities = (callback) =>
    all((error, keys) =>
      callback(
        error,
        keys?.filter((key) => unapprovedKey(kindOfKey(blobOf(key))) === undefined),
      ),
    );
  agent.sign = ((key: GivenKey, data: Buffer, how: ssh2.SigningRequestOptions, done: ssh2.SignCallback) => {
    if (isRsa(key) && !isSha2(how.hash)) done(new Error(sha1Only));
    else sign(key as ssh2.ParsedKey, data, how, done);
  }) as ssh2.BaseAgent["sign"];
  return agent;
}
