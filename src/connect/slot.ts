/** A host's place among those that are at work at once. */
export type Slot = {
  /**
   * Waits for what a host or the way there owes. Where nothing came for so many milliseconds the place serves another
   * host, and is had again before this goes on; `hold` makes everything stand still until then, and returns how it goes on.
   */
  readonly lend: <Result>(owed: Promise<Result>, patience: number, hold?: () => () => void) => Promise<Result>;
};

/** The place of what is no host of the run's: a tunnel, a connection to a bastion. */
export const keptSlot: Slot = { lend: (owed) => owed };

/**
 * Milliseconds after which a host's place serves another one. Together, the black holes of an inventory must cost hardly
 * more than as many healthy hosts would; a server that is only busy must not have more come to it.
 */
export const patience = { connect: 250, identification: 2_000 };
