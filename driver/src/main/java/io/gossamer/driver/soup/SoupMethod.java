package io.gossamer.driver.soup;

/** How a run is cut into phases. */
public enum SoupMethod {
  /** One phase; the mask moves as sparsity.method says, and the particles are averaged at the end. */
  NONE,
  /** Iterative magnitude pruning: train, prune, retrain; several particles train in the last phase alone. */
  IMP,
  /** Sparse Model Soups: as imp, but each phase starts at the soup of the last one's particles. */
  SMS,
  /** SWAMP: each phase starts at the matching ticket, and the soup decides what is pruned. */
  SWAMP,
  /** As imp; at the end the ticket is mixed with the tickets of earlier phases where that helps. */
  LOTTERY_POOL;

  /** Whether masks move between phases alone, from dense to sparse. */
  public boolean prunes() {
    return this != NONE;
  }
}
