package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.Shelf;
import io.gossamer.driver.soup.Models;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.Soup;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * All that a run is between two rounds; a step takes one and returns the next. {@link StateParts} is the same as plain
 * numbers and arrays, for a checkpoint.
 *
 * @param round rounds done in the run
 * @param phase the phase it is in, from 0
 * @param turn rounds done in the phase
 * @param step local steps done by each particle on each of its shards, counted as the learning rate of the phase counts
 * @param mask of all particles
 * @param particles in order
 * @param kept named arrays in the order of the mask that outlive a phase, for example the values to rewind to
 * @param memory what the mask method remembers
 * @param numbers named numbers of the phase: its largest learning rate, rows by particle
 */
public record RunState(
    int round, int phase, int turn, long step, Mask mask, List<Particle> particles, Map<String, float[]> kept,
    MaskMemory memory, Map<String, Double> numbers) {
  public RunState {
    particles = List.copyOf(particles);
    kept = Map.copyOf(kept);
    numbers = Map.copyOf(numbers);
  }

  /** Before the first round: the method's first mask, and the same fresh values on it for every particle. */
  public static RunState first(Plan plan, OuterOptimizer outer) {
    Seed seed = new Seed(plan.settings().training().seed());
    Mask mask = plan.maskMethod().first(plan.masks(), seed);
    float[] values = Initialization.values(plan.train().network(), mask.patterns(), plan.firstFanIn(), seed);
    Phase phase = plan.phases().get(0);
    Map<String, float[]> kept = phase.snapshot() == 0 ? Map.of(PhaseEnd.REWIND, values) : Map.of();
    return new RunState(
        0, 0, 0, 0, mask, particles(phase, values, outer.start(values.length)), kept, MaskMemory.EMPTY, Map.of());
  }

  private static List<Particle> particles(Phase phase, float[] values, Map<String, float[]> state) {
    return IntStream.range(0, phase.particles()).mapToObj(p -> Particle.of(p, values, state)).toList();
  }

  /**
   * The start of a phase: as many particles as it has, all at the values of the first.
   *
   * @param state what they start with beside values
   */
  RunState startPhase(Phase next, Map<String, float[]> state, Map<String, Double> numbers) {
    return new RunState(
        round, next.index(), 0, next.first(), mask, particles(next, particles.get(0).values(), state), kept, memory,
        numbers);
  }

  /** With one array more to keep. */
  RunState keeping(String name, float[] values) {
    Map<String, float[]> more = new TreeMap<>(kept);
    more.put(name, values);
    return new RunState(round, phase, turn, step, mask, particles, more, memory, numbers);
  }

  /** With one number more, or in place of the one of that name. */
  RunState withNumber(String name, double number) {
    Map<String, Double> more = new TreeMap<>(numbers);
    more.put(name, number);
    return with(more);
  }

  /** With more numbers, or in place of those of the same names. */
  RunState withNumbers(Map<String, Double> others) {
    Map<String, Double> more = new TreeMap<>(numbers);
    more.putAll(others);
    return with(more);
  }

  /** With other numbers of the phase. */
  RunState with(Map<String, Double> others) {
    return new RunState(round, phase, turn, step, mask, particles, kept, memory, others);
  }

  /** After a round of {@code steps}, in which its particles became what they are. */
  RunState after(int steps) {
    return new RunState(round + 1, phase, turn + 1, step + steps, mask, particles, kept, memory, numbers);
  }

  /** With other particles. */
  RunState withParticles(List<Particle> others) {
    return new RunState(round, phase, turn, step, mask, others, kept, memory, numbers);
  }

  /** With every particle changed, and put aside before the next is. */
  RunState each(Shelf shelf, UnaryOperator<Particle> change) {
    return withParticles(particles.stream().map(particle -> change.apply(particle).on(shelf)).toList());
  }

  /** After a step of the mask. */
  RunState after(MaskStepper.Move move, Shelf shelf) {
    if (move.change().isEmpty()) {
      return new RunState(round, phase, turn, step, mask, particles, kept, move.memory(), numbers);
    }
    return new RunState(
        round, phase, turn, step, move.change().get().after(), each(shelf, move::particle).particles(),
        Particle.mapped(kept, move.change().get()::move), move.memory(), numbers);
  }

  /** Values of all particles, in order, each fetched when asked for. Not copies of what is in memory. */
  public List<float[]> models() {
    return Models.of(particles.size(), p -> particles.get(p).values());
  }

  /** The mean of the particles; of one, its own array. */
  public float[] mean() {
    return Soup.mean(models());
  }
}
