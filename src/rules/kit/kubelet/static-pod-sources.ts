import { type Condition, saying } from "../../define-rule.ts";
import { kubeletConfigValue } from "./kubelet-config.ts";
import { withoutKubeletFlag } from "./kubelet-flag.ts";
import { kubeletFinalValue } from "./kubelet-setting.ts";

const isEmpty = (value: unknown): boolean => value === undefined || value === "";
const defaults = { withConfig: "", withoutConfig: "" };
const path = { flag: "pod-manifest-path", setting: "staticPodPath", defaults } as const;
const url = { flag: "manifest-url", setting: "staticPodURL", defaults } as const;

/** The kubelet's configuration names no directory of static pods. */
export const noStaticPodPath: Condition = saying(
  "no staticPodPath in the kubelet's configuration file",
  kubeletConfigValue(path.setting, isEmpty),
);

/** Nor does a flag, in the running command line or in the unit's files. */
export const noStaticPodFlag: Condition = withoutKubeletFlag(path.flag, { unitMustBeRead: true });

/** The running kubelet takes static pods from nowhere, neither a directory nor a URL. */
export const runsNoStaticPods: readonly Condition[] = [path, url].map((source) =>
  saying(
    `no ${source.setting} in force, by flag or configuration`,
    kubeletFinalValue(source, ({ value }) => isEmpty(value)),
  ),
);
