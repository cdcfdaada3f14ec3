import { readImageName } from "./image-name.ts";
import type { Offence } from "./no-pod-has.ts";

const isTillerImage = (image: string): boolean => readImageName(image).repository.split("/").at(-1) === "tiller";

/** Helm 2's server, which does for everybody what its own account may: by its labels or the image of its releases. */
export const tiller: Offence = {
  what: "Tiller, the server of Helm 2",
  shownBy: ({ labels, spec: { containers } }) => [
    ...(labels.some((given) => given["app"] === "helm" && given["name"] === "tiller")
      ? ["labels app=helm, name=tiller"]
      : []),
    ...containers.flatMap(({ image }) => (isTillerImage(image) ? [`image ${image}`] : [])),
  ],
};
