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
