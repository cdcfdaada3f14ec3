import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A TCP proxy before one address that holds back every piece for so many milliseconds, each way, and counts what passes. */
export async function startDelayProxy(
  /** @type {{ readonly host: string, readonly port: number, readonly listen: number }} */ { host, port, listen },
) {
  let delay = 0;
  const carried = { up: 0, down: 0 };
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host, port, noDelay: true });
    pass(near, far, "up");
    pass(far, near, "down");
  });
  const pass = (
    /** @type {import("node:net").Socket} */ from,
    /** @type {import("node:net").Socket} */ to,
    /** @type {"up" | "down"} */ way,
  ) => {
    // As it is now: what comes later is not to overtake.
    const late = delay;
    from.on("data", (piece) => {
      carried[way] += piece.length;
      setTimeout(() => to.writable && to.write(piece), late);
    });
    from.on("end", () => setTimeout(() => to.end(), late));
    from.on("error", () => to.destroy());
  };
  server.listen(listen, "127.0.0.1");
  await once(server, "listening");
  return {
    /** From the next connection on. */
    setDelay(/** @type {number} */ milliseconds) {
      delay = milliseconds;
      carried.up = 0;
      carried.down = 0;
    },
    /** Bytes since then, to the host and from it. */
    carried: () => ({ ...carried }),
    close: () => server.close(),
  };
}
