package io.gossamer.driver.run;

import java.util.Map;
import java.util.TreeMap;

/** The average of samples from a particle's own path: SWA. Source: Izmailov et al. 2018 (methods.md A5.1). */
final class MovingAverage {
  /** In {@link Particle#state()}. */
  static final String NAME = "average";

  private MovingAverage() {}

  /** The particle with its values as one sample more: {@code average += (values - average) / (n + 1)}. */
  static Particle sampled(Particle particle) {
    float[] values = particle.values();
    Map<String, float[]> state = new TreeMap<>(particle.state());
    float[] average = particle.averaged() == 0 ? values : state.get(NAME).clone();
    for (int p = 0; p < values.length && average != values; p++) {
      average[p] += (values[p] - average[p]) / (particle.averaged() + 1);
    }
    state.put(NAME, average);
    return new Particle(particle.index(), values, state, particle.averaged() + 1);
  }
}
