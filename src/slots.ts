import pLimit, { type LimitFunction } from "p-limit";
import { deferred } from "./connect/limits.ts";
import type { Slot } from "./connect/slot.ts";

/** How many hosts there may be at once. */
export type Places = {
  /** Hosts that are logged in to, asked and worked on. */
  readonly atWork: number;
  /** Beside those, hosts that owe a connection: each is little more than an open connection. */
  readonly waiting: number;
};

/** Runs a visit of a host when there is a place for it. */
export type Slots = <Result>(visit: (slot: Slot) => Promise<Result>) => Promise<Result>;

/** Opens as many places; hosts come in the order in which they are given. */
export function openSlots({ atWork, waiting }: Places): Slots {
  const crowd = pLimit(atWork + waiting);
  const work = pLimit(atWork);
  // Of those who have not begun only one stands in line, so that who comes back with an open connection is next but one.
  const line = pLimit(1);
  return (visit) =>
    crowd(async () => {
      const { slot, leave } = startSlot(startPlace(await line(() => take(work)), work));
      try {
        return await visit(slot);
      } finally {
        leave();
      }
    });
}

type GiveBack = () => void;

/** Waits for a place; it is had until it is given back. */
const take = (limit: LimitFunction): Promise<GiveBack> =>
  new Promise((taken) => {
    void limit(() => new Promise<void>((giveBack) => taken(giveBack)));
  });

/** A place that can serve another host for a while. */
type Place = {
  /** Serves another host from now on. */
  readonly lend: () => void;
  readonly isLent: () => boolean;
  /** Has it again; whoever else asks for it meanwhile waits for the same. */
  readonly comeBack: () => Promise<void>;
  /** Gives it up for good. */
  readonly leave: () => void;
};

function startPlace(first: GiveBack, work: LimitFunction): Place {
  let giveBack = first;
  let over = false;
  let lent: { readonly call: () => void; readonly back: Promise<void> } | undefined;
  const backAfter = async (call: Promise<void>): Promise<void> => {
    await call;
    if (over) return;
    giveBack = await take(work);
    lent = undefined;
    if (over) giveBack();
  };
  return {
    lend: () => {
      if (over || lent !== undefined) return;
      const { promise, resolve } = deferred<void>();
      lent = { call: resolve, back: backAfter(promise) };
      giveBack();
    },
    isLent: () => lent !== undefined,
    comeBack: async () => {
      lent?.call();
      await lent?.back;
    },
    leave: () => {
      over = true;
      if (lent === undefined) giveBack();
      else lent.call();
    },
  };
}

function startSlot(place: Place): { readonly slot: Slot; readonly leave: () => void } {
  let open = 0;
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const watch = (patience: number): void => {
    clearTimeout(timer);
    if (open > 0 && !over) timer = setTimeout(place.lend, patience);
  };
  const comeBack = async (patience: number, hold: () => () => void): Promise<void> => {
    const goOn = hold();
    await place.comeBack();
    goOn();
    watch(patience);
  };
  const lend: Slot["lend"] = async (owed, patience, hold = () => () => undefined) => {
    open += 1;
    watch(patience);
    try {
      return await owed;
    } finally {
      open -= 1;
      watch(patience);
      if (place.isLent()) await comeBack(patience, hold);
    }
  };
  const leave = (): void => {
    over = true;
    clearTimeout(timer);
    place.leave();
  };
  return { slot: { lend }, leave };
}
