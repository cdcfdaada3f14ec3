import type { Observed } from "./observed.ts";
import type { Invocation } from "./processes.ts";

/** One value of a configuration file, with its place. */
export type Setting = { readonly value: unknown; readonly file: string; readonly line: number };

/** The KubeletConfiguration on disk: the `--config` file merged with the drop-ins of `--config-dir`, without defaults. */
export type KubeletConfig = {
  readonly files: readonly string[];
  /** Leaves by dotted path, `authentication.anonymous.enabled`; exact case. */
  readonly settings: Readonly<Record<string, Setting>>;
};

/** A flag met in a unit file or in an environment file of a unit. */
export type UnitText = { readonly file: string; readonly text: string };

/** The systemd unit that starts the kubelet: its files with their text, its environment files with theirs. */
export type KubeletUnit = {
  readonly fragment: string;
  readonly dropIns: readonly string[];
  readonly texts: readonly UnitText[];
  /** The command line of the next start, once systemd has read these files again. Unknown where it cannot be told. */
  readonly nextStart: Observed<Invocation>;
};
