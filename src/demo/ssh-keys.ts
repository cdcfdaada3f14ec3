import ssh2 from "ssh2";

/** A key pair in OpenSSH's formats. */
export type SshKeys = { readonly private: string; readonly public: string };

/**
 * Makes an ed25519 key pair. The generator of ssh2 1.17.0 now and then writes a key that its own parser refuses (4 of
 * 2,000 here), so what it made is read back before it is used.
 */
export function makeSshKeys(): SshKeys {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync("ed25519");
    if (!(ssh2.utils.parseKey(made.private) instanceof Error)) return { private: made.private, public: made.public };
  }
}
