import ssh2 from "ssh2";
import { blobOf } from "../keys/key-blob.ts";
import { approvedAgent } from "./approved-credentials.ts";

/** A wrong key costs a server one of its MaxAuthTries (6 by default, 4 where CIS is followed). */
const agentKeysAtMost = 3;

/** A key of an agent, as ssh2 wants it; `isTaken` tells whether a server has had it sign, so has accepted it. */
export type AgentKey = { readonly agent: ssh2.BaseAgent; readonly isTaken: () => boolean };

/**
 * The keys that an agent offers, one by one, so that a server that takes one and wants more is not offered the others.
 * `only`: the one with this public key blob, no other. A clause where there is none.
 */
export async function agentKeys(
  socket: string,
  { only, fips }: { readonly only: Buffer | undefined; readonly fips: boolean },
): Promise<readonly AgentKey[] | string> {
  const open = (): ssh2.BaseAgent => (fips ? approvedAgent(ssh2.createAgent(socket)) : ssh2.createAgent(socket));
  const keys = await identitiesOf(open());
  if (keys === undefined) return `the agent at ${socket} does not answer`;
  if (keys.length === 0) return `the agent at ${socket} holds no key${fips ? " that --fips allows" : ""}`;
  const wanted = only === undefined ? keys.slice(0, agentKeysAtMost) : keys.filter((key) => blobOf(key).equals(only));
  return wanted.length === 0
    ? `the agent at ${socket} does not hold the key`
    : wanted.map((key) => oneKey(open(), key));
}

type AgentIdentity = string | Buffer | ssh2.ParsedKey | ssh2.PublicKeyEntry;

const identitiesOf = (agent: ssh2.BaseAgent): Promise<readonly AgentIdentity[] | undefined> =>
  new Promise((resolve) => {
    agent.getIdentities((error, keys) => resolve(error ? undefined : (keys ?? [])));
  });

/** Made by ssh2 and narrowed here, for ssh2 takes only its own class for an agent. */
function oneKey(agent: ssh2.BaseAgent, key: AgentIdentity): AgentKey {
  let taken = false;
  agent.getIdentities = (callback) => callback(undefined, [key as ssh2.ParsedKey]);
  const sign = agent.sign.bind(agent) as (...all: readonly unknown[]) => void;
  agent.sign = (...all: readonly unknown[]) => {
    taken = true;
    sign(...all);
  };
  return { agent, isTaken: () => taken };
}
