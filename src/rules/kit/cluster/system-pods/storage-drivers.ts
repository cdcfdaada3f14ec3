import type { ApiPod } from "../../../../evidence/pods.ts";
import { fitsWildcards } from "../../../../evidence/wildcards.ts";
import { readImageName } from "../image-name.ts";
import { type Maker, valuesOf } from "./pattern.ts";

const names: Readonly<Partial<Record<Maker["kind"], readonly string[]>>> = {
  DaemonSet: ["*csi*node*", "*-csi-*"],
  Deployment: ["*csi*controller*"],
  StatefulSet: ["*csi*controller*"],
};

// What names of all drivers have in common.
const common = ["csi", "node", "controller", "controllerplugin", "nodeplugin", "plugin", "driver", "linux", "windows"];

const isDriverImage = (image: string): boolean =>
  /csi-|-csi/.test(readImageName(image).repository.split("/").at(-1) ?? "");

/**
 * Whether a pod is of a CSI driver: by what makes it, a container with an image of CSI, and a label with the driver's
 * name. Drivers are too many to be listed by name.
 */
export function isStorageDriver({ containers }: ApiPod, maker: Maker): boolean {
  const { kind, name } = maker;
  if (!(names[kind] ?? []).some((pattern) => fitsWildcards(pattern, name))) return false;
  const driver = name.split("-").filter((word) => !common.includes(word));
  const given = ["app", "app.kubernetes.io/name"]
    .flatMap((key) => valuesOf(maker, key))
    .map((value) => value.split("-"));
  const isNamed = given.some((value) => driver.length > 0 && driver.every((word) => value.includes(word)));
  return isNamed && containers.some(({ image }) => isDriverImage(image));
}
