import ssh2 from "ssh2";

/** A wrong key costs a server one of its MaxAuthTries (6 by default, 4 where CIS is followed). */
const agentKeysAtMost = 3;

/** A key of an agent, as ssh2 wants it; `isTaken` tells whether a server has had it sign, so has accepted it. */
export type AgentKey = { readonly agent: ssh2.BaseAgent; readonly isTaken: () => boolean };

/**
 * The keys that an agent offers, one by one, so that a server that takes one and wants more is not offered the others.
 * `only`: the one with this public key blob, no other. A clause where there is none.
 */
export async function agentKeys(socket: string, only?: Buffer): Promise<readonly AgentKey[] | string> {
  const keys = await identitiesOf(socket);
  if (keys === undefined) return `the agent at ${socket} does not answer`;
  if (keys.length === 0) return `the agent at ${socket} holds no key`;
  const wanted = only === undefined ? keys.slice(0, agentKeysAtMost) : keys.filter((key) => blobOf(key).equals(only));
  return wanted.length === 0
    ? `the agent at ${socket} does not hold the key`
    : wanted.map((key) => oneKey(socket, key));
}

/** What an agent gives: blobs by its declaration, keys that are parsed in truth. */
const blobOf = (key: unknown): Buffer => {
  if (Buffer.isBuffer(key)) return key;
  const parsed = key as { readonly getPublicSSH?: () => Buffer };
  return parsed.getPublicSSH?.() ?? Buffer.alloc(0);
};

type AgentIdentity = string | Buffer | ssh2.ParsedKey | ssh2.PublicKeyEntry;

const identitiesOf = (socket: string): Promise<readonly AgentIdentity[] | undefined> =>
  new Promise((resolve) => {
    ssh2.createAgent(socket).getIdentities((error, keys) => resolve(error ? undefined : (keys ?? [])));
  });

/** Made by ssh2 and narrowed here, for ssh2 takes only its own class for an agent. */
function oneKey(socket: string, key: AgentIdentity): AgentKey {
  const agent = ssh2.createAgent(socket);
  let taken = false;
  agent.getIdentities = (callback) => callback(undefined, [key as ssh2.ParsedKey]);
  const sign = agent.sign.bind(agent) as (...all: readonly unknown[]) => void;
  agent.sign = (...all: readonly unknown[]) => {
    taken = true;
    sign(...all);
  };
  return { agent, isTaken: () => taken };
}
