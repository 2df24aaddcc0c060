package io.gossamer.driver.run;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.ops.CorruptFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link RunState} without its mask as plain counts, numbers and arrays under stable names, sorted: what a checkpoint
 * stores. Names are {@code round}, {@code phase}, {@code turn}, {@code step}, {@code particles},
 * {@code particle.N.averaged}, {@code particle.N.values}, {@code particle.N.state.NAME}, {@code kept.NAME} and
 * {@code memory.NAME} (as {@link MaskMemory#packed} packs it).
 *
 * @param counts whole numbers
 * @param numbers of the phase
 * @param arrays referred to, not copied
 */
public record StateParts(Map<String, Long> counts, Map<String, Double> numbers, Map<String, float[]> arrays) {
  private static final String KEPT = "kept.";
  private static final String MEMORY = "memory.";
  private static final String STATE = ".state.";

  /** The parts of a state. */
  public static StateParts of(RunState state) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, float[]> arrays = new TreeMap<>();
    counts.put("round", (long) state.round());
    counts.put("phase", (long) state.phase());
    counts.put("turn", (long) state.turn());
    counts.put("step", state.step());
    counts.put("particles", (long) state.particles().size());
    for (Particle particle : state.particles()) {
      String name = "particle." + particle.index();
      counts.put(name + ".averaged", (long) particle.averaged());
      arrays.put(name + ".values", particle.values());
      particle.state().forEach((key, array) -> arrays.put(name + STATE + key, array));
    }
    state.kept().forEach((key, array) -> arrays.put(KEPT + key, array));
    state.memory().packed().forEach((key, array) -> arrays.put(MEMORY + key, array));
    return new StateParts(counts, new TreeMap<>(state.numbers()), arrays);
  }

  /**
   * The state of these parts under its mask.
   *
   * @throws CorruptFile if a part is missing
   */
  public RunState under(Mask mask) {
    List<Particle> particles = new ArrayList<>();
    for (int p = 0; p < count("particles"); p++) {
      String name = "particle." + p;
      float[] values = arrays.get(name + ".values");
      if (values == null) {
        throw new CorruptFile("the state of a run has no array \"" + name + ".values\"");
      }
      particles.add(new Particle(p, values, below(name + STATE), count(name + ".averaged")));
    }
    Long step = counts.get("step");
    if (step == null) {
      throw new CorruptFile("the state of a run has no count \"step\"");
    }
    return new RunState(
        count("round"), count("phase"), count("turn"), step, mask, particles, below(KEPT),
        MaskMemory.unpacked(below(MEMORY)), numbers);
  }

  private int count(String name) {
    Long count = counts.get(name);
    if (count == null) {
      throw new CorruptFile("the state of a run has no count \"" + name + "\"");
    }
    return Math.toIntExact(count);
  }

  private Map<String, float[]> below(String prefix) {
    Map<String, float[]> found = new TreeMap<>();
    arrays.forEach((name, array) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), array);
      }
    });
    return found;
  }
}
