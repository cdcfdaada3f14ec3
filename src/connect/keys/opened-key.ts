import { createPrivateKey, sign } from "node:crypto";

/** What signatures are made over where none is named (RFC 8709, RFC 5656); of RSA a name always comes along. */
const ownHash: ReadonlyMap<string, string | null> = new Map([
  ["ssh-ed25519", null],
  ["ecdsa-sha2-nistp256", "sha256"],
  ["ecdsa-sha2-nistp384", "sha384"],
  ["ecdsa-sha2-nistp521", "sha512"],
]);

/** A private key as ssh2 has it. */
type PrivateKey = {
  readonly type: string;
  readonly getPrivatePEM: () => string;
  readonly sign: (data: Buffer, hash?: string) => Buffer | Error;
};

/** A private key that is read once: ssh2's own reads its text anew for every signature. */
export function openedKey<Key extends PrivateKey>(key: Key): Key {
  const opened = createPrivateKey(key.getPrivatePEM());
  const withHash = (data: Buffer, hash?: string): Buffer | Error => {
    const named = hash ?? ownHash.get(key.type);
    if (named === undefined) return key.sign(data, hash);
    try {
      return sign(named, data, opened);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  return Object.assign(Object.create(key) as Key, { sign: withHash });
}
