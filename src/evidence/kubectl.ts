/** One kubectl of a node, and the version of its client. Undefined: it could not be run, or said nothing understood. */
export type Kubectl = { readonly path: string; readonly version?: string; readonly why: string };

/** Every kubectl that was found, and where was looked. */
export type KubectlSearch = {
  readonly searched: readonly string[];
  /** Places that the reader could not look into, or that came after the last one it runs. */
  readonly unseen: readonly string[];
  readonly found: readonly Kubectl[];
};
