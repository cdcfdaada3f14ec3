import { installOwnPackages } from "../support/own-packages.ts";

/** Other people's readers, before the first test that asks them. */
export default function installAcceptance(): void {
  installOwnPackages("test/acceptance", import.meta.dirname);
}
