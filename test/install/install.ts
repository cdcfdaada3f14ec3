import { installOwnPackages } from "../support/own-packages.ts";

/** The Node.js releases, before the first test that starts them. */
export default function installReleases(): void {
  installOwnPackages("test/install", import.meta.dirname);
}
