import type { ApiAnswer, ApiWay, Failed } from "../session.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";
import type { ApiConnection } from "./open-api.ts";

/** What is known of an API server before anything is opened. */
type Known = { readonly server: string; readonly via: ApiWay; readonly unverifiedTls?: true };

/**
 * An API server that something has to be opened for. The first question opens it; where that fails, every question is
 * answered with why. `close` ends what was opened, or is being.
 */
export function lateApi(
  known: Known,
  open: () => Promise<ApiConnection | Failed>,
  close: (why?: string) => void,
): ApiConnection {
  let server = known.server;
  let opened: Promise<ApiConnection | Failed> | undefined;
  const begin = async (): Promise<ApiConnection | Failed> => {
    const found = await open().catch(notUsable);
    if (!("state" in found)) server = found.server;
    return found;
  };
  const ask = async (question: (api: ApiConnection) => Promise<ApiAnswer>): Promise<ApiAnswer> => {
    opened ??= begin();
    const found = await opened;
    return "state" in found ? found : question(found);
  };
  return {
    ...known,
    get server() {
      return server;
    },
    get: (path, how) => ask((api) => api.get(path, how)),
    reviewAccess: (right) => ask((api) => api.reviewAccess(right)),
    close(why) {
      close(why);
      void opened?.then((found) => "state" in found || found.close(why));
    },
  };
}

/** What a node says may be anything: it ends no run, and what else goes wrong with it may quote it. */
const notUsable = (error: unknown): Failed => {
  const message = error instanceof KubeconfigError ? error.message : "the kubeconfig is not understood";
  return { state: "failed", cause: "auth-failed", message };
};
