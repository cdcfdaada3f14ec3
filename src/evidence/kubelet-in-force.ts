import type { KubeletField } from "./kubelet-fields.ts";
import type { Observed } from "./observed.ts";

/** How a setting's zero value stands in /configz: Go leaves most of them out, but not those that it always writes. */
type ZeroValue = { readonly leftOut: number | string | boolean } | { readonly written: "boolean" | "string" };

/**
 * The settings of a kubelet's /configz that rules look at, by their path in the KubeletConfiguration. Defaults are filled
 * in there and zero values left out, so a setting that is not there is the zero value of its type and not the default.
 * Pointers and durations are written whatever they are (types.go of k8s.io/kubelet/config/v1beta1).
 */
export const settingsInForce = {
  "authentication.anonymous.enabled": { written: "boolean" },
  "authentication.x509.clientCAFile": { leftOut: "" },
  // The kubelet fills in a mode where none is given, and refuses an empty one.
  "authorization.mode": { written: "string" },
  protectKernelDefaults: { leftOut: false },
  readOnlyPort: { leftOut: 0 },
  // Kubelets before 1.22 do not have it, and no default profile.
  seccompDefault: { leftOut: false },
  staticPodPath: { leftOut: "" },
  staticPodURL: { leftOut: "" },
  streamingConnectionIdleTimeout: { written: "string" },
} as const satisfies Partial<Readonly<Record<KubeletField, ZeroValue>>>;

/** A setting that /configz is believed of. */
export type SettingInForce = keyof typeof settingsInForce;

/** Whether a setting is one of these. */
export const isSettingInForce = (path: string): path is SettingInForce => Object.hasOwn(settingsInForce, path);

/** What a kubelet says is in force, by flag, configuration or default; nothing of where it comes from. */
export type KubeletInForce = Readonly<Record<SettingInForce, boolean | number | string>>;

/** Of one node, by its name in the API, what its kubelet says. */
export type KubeletOfNode = {
  readonly node: string;
  readonly inForce: Observed<KubeletInForce>;
};
