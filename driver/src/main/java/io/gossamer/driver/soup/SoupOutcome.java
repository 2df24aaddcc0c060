package io.gossamer.driver.soup;

import io.gossamer.ops.loss.Measures;
import java.util.List;
import java.util.Optional;

/**
 * How particles became one model.
 *
 * @param values of the model, its statistics measured anew if it is a mean
 * @param weights share of each particle in it, in order; they add up to 1
 * @param barrier loss of the mean on the validation rows, less the particles' mean loss there: the mean of {@code
 *     uniform} and {@code rows} as they weigh it, else the plain one. Empty without validation rows
 * @param refused whether the gate refused that mean, so that the best particle is kept
 * @param particles measured on the validation rows, in order; empty without any
 * @param validation of the model
 */
public record SoupOutcome(
    float[] values, double[] weights, Optional<Double> barrier, boolean refused, List<Measures> particles,
    Optional<Measures> validation) {
  public SoupOutcome {
    particles = List.copyOf(particles);
  }

  /** Of an only particle, which nobody measured. */
  static SoupOutcome only(float[] values) {
    return new SoupOutcome(values, new double[] {1}, Optional.empty(), false, List.of(), Optional.empty());
  }
}
