package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.pattern.Pattern;
import java.io.Serializable;
import java.util.List;

/**
 * Which masked layers run on dense kernels: those whose density has reached the crossover of the layer. Dense execution
 * writes zeros out, follows the same order of additions and gives the same bits, so this decides speed and nothing else
 * (docs/decisions, "Sparse or dense is measured, once, on the driver").
 *
 * @param crossovers one a masked layer, in order: {@link #ALWAYS_DENSE}, {@link #NEVER_DENSE} or a density between;
 *     layers beyond the list run dense only where they are full
 */
public record Executions(List<Double> crossovers) implements Serializable {
  /** Every density has reached it. */
  public static final double ALWAYS_DENSE = 0;

  /** Full layers alone have reached it. */
  public static final double WHEN_FULL = 1;

  /** No density reaches it, not even that of a full layer. */
  public static final double NEVER_DENSE = 2;

  /** Nothing was measured. */
  public static final Executions UNMEASURED = new Executions(List.of());

  public Executions {
    crossovers = List.copyOf(crossovers);
    for (double crossover : crossovers) {
      if (!(crossover >= ALWAYS_DENSE && crossover <= NEVER_DENSE)) {
        throw new InvalidInput("a layer cannot turn dense at density " + crossover + "; it must be from 0 (always) to 2"
            + " (never)");
      }
    }
  }

  /** Whether masked layer {@code layer} runs dense under a pattern. */
  public boolean isDense(int layer, Pattern pattern) {
    return isDense(layer, pattern.density());
  }

  /** Whether masked layer {@code layer} runs dense at a density. */
  public boolean isDense(int layer, double density) {
    return density >= crossover(layer);
  }

  /** The crossover of masked layer {@code layer}. */
  public double crossover(int layer) {
    return layer < crossovers.size() ? crossovers.get(layer) : WHEN_FULL;
  }
}
