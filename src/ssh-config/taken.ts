/** What is taken of an ssh_config for one name, before paths are looked at. */
export type Taken = {
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  /** As written, tokens and all; none where the file names none. */
  readonly identityFiles: readonly string[];
  readonly certificateFiles: readonly string[];
  /** The first one, expanded. */
  readonly knownHosts?: string;
  readonly hostKeyAlias?: string;
  /** `[user@]host[:port]`, separated by commas. */
  readonly proxyJump?: string;
  readonly proxyCommand?: string;
  /** Seconds. */
  readonly connectTimeout?: number;
  readonly strictHostKeyChecking?: "yes" | "ask" | "no" | "accept-new";
  /** Expanded: a path, `none`, `SSH_AUTH_SOCK`, or `$` and the name of a variable. */
  readonly identityAgent?: string;
};

/** Whom an ssh_config is asked about: a name, and what was said before the file (ssh's -l and -p). */
export type Question = { readonly name: string; readonly user?: string; readonly port?: number };

/** What is taken, or the sentence that says why nothing is. */
export type Reading = { readonly taken: Taken } | { readonly refusal: string };

/** The operator, and what they have set. */
export type Operator = {
  readonly home: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** What is taken of a value of StrictHostKeyChecking. */
export const hostKeyPolicies: Readonly<Record<string, Taken["strictHostKeyChecking"]>> = {
  true: "yes",
  yes: "yes",
  ask: "ask",
  "accept-new": "accept-new",
  no: "no",
  false: "no",
  off: "no",
};

/** A ProxyJump whose bastions may be written as URLs (`ssh://HOST`). */
export const withoutSchemes = (proxyJump: string | undefined): string | undefined =>
  proxyJump?.replaceAll(/(^|,)ssh:\/\//gi, "$1");

type Present<T> = { readonly [key in keyof T]?: Exclude<T[key], undefined> };

/** Without the keys that have no value. */
export const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
