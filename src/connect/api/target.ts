import type { Dial } from "./tunnel.ts";

/** With what plimsoll shows itself to the API server. */
export type Credentials = {
  /** Client certificate and its key, PEM. */
  readonly cert?: string;
  readonly key?: string;
  /** Headers that name the caller: a bearer token, whom to act as. */
  readonly headers: Readonly<Record<string, string>>;
  /** When they stop to count, in milliseconds since 1970, where that is known. */
  readonly expires?: number;
};

/** Where credentials come from. */
export type CredentialSource = {
  /** @throws KubeconfigError where there are none to be had. */
  readonly obtain: () => Promise<Credentials>;
  /** Asking again may give others: a file that is rotated, a plugin. */
  readonly renewable: boolean;
};

/** An API server and how it is to be spoken to; nothing has been contacted. */
export type ApiTarget = {
  /** How sentences name what says so: the kubeconfig's path. */
  readonly origin: string;
  /** An https URL, no slash at its end; it may have a path. */
  readonly server: string;
  /** PEM of the certificate authorities that count; without it those of Node.js. */
  readonly ca?: string;
  /** The name that the server's certificate must be for, where it is not the URL's. */
  readonly tlsServerName?: string;
  /** True only where the inventory says so. */
  readonly skipsVerification: boolean;
  readonly proxy?: URL;
  /** How connections to it are opened, where not from here. */
  readonly dial?: Dial;
  readonly credentials: CredentialSource;
};
