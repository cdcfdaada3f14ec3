import { readImageName } from "./image-name.ts";
import type { Offence } from "./no-pod-has.ts";
import type { PodPlace } from "./pods.ts";

const what = "the Kubernetes dashboard";

const label = ({ labels }: PodPlace, key: string, test: (value: string) => boolean): readonly string[] => {
  const values = labels.flatMap((given) => given[key] ?? []);
  return [...new Set(values.filter(test))].map((value) => `label ${key}=${value}`);
};

const isDashboard = (value: string): boolean => value === "kubernetes-dashboard";

// kubernetesui/dashboard, and since Helm chart 7 kubernetesui/dashboard-web, -api, -auth; forks keep the name.
const isDashboardImage = (image: string): boolean =>
  /\/(kubernetesui\/dashboard|kubernetes-dashboard)[^/]*$/.test(`/${readImageName(image).repository}`);

/** The dashboard by the label that the check text names. */
export const dashboardByText: Offence = { what, shownBy: (place) => label(place, "k8s-app", isDashboard) };

/** The dashboard by any label or image of its releases. */
export const dashboard: Offence = {
  what,
  shownBy: (place) => [
    ...label(place, "k8s-app", isDashboard),
    ...label(place, "app.kubernetes.io/part-of", isDashboard),
    ...label(place, "app.kubernetes.io/name", (value) => value.startsWith("kubernetes-dashboard")),
    ...place.spec.containers.flatMap(({ image }) => (isDashboardImage(image) ? [`image ${image}`] : [])),
  ],
};
