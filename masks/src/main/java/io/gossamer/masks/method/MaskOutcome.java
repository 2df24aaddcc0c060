package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import java.util.Optional;

/**
 * What a method decided.
 *
 * @param mask the next one, version one higher; empty when it stays
 * @param survivors the places whose values and state go on; a place of {@code mask} that is none of these starts at
 *     zero even if it was kept before. Empty where simply every place of both masks goes on
 * @param redrawn whether the whole model starts from fresh values on the new mask
 * @param memory what to be shown at the next call
 */
public record MaskOutcome(Optional<Mask> mask, Optional<Mask> survivors, boolean redrawn, MaskMemory memory) {
  /** The mask stays. */
  public static MaskOutcome stay(MaskMemory memory) {
    return new MaskOutcome(Optional.empty(), Optional.empty(), false, memory);
  }

  /** The mask moves, or stays if the places are the same. */
  public static MaskOutcome move(Mask from, Mask to, MaskMemory memory) {
    return from.hash() == to.hash() ? stay(memory)
        : new MaskOutcome(Optional.of(to), Optional.empty(), false, memory);
  }

  /** The same move, in which only {@code survivors} keep their values. */
  public MaskOutcome keeping(Mask survivors) {
    return new MaskOutcome(mask, Optional.of(survivors), redrawn, memory);
  }

  /** The same move, after which the model starts from fresh values if {@code redrawn}. */
  public MaskOutcome redrawn(boolean redrawn) {
    return new MaskOutcome(mask, survivors, redrawn && mask.isPresent(), memory);
  }
}
