package io.gossamer.driver.round;

import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.Update;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a round brought back.
 *
 * @param updates by particle, then shard; without values where they were averaged as they came
 * @param means what gives the averages that were formed so, by particle; of sound updates alone
 * @param flaws of updates that were left out of means, since a value is not finite
 * @param skipped shards that it went on without, ascending: they did not come in time, or what came is not finite
 * @param bytes what travelled for it
 */
public record RoundResult(
    List<Update> updates, Map<Integer, Supplier<Replica>> means, List<Flaw> flaws, List<Integer> skipped,
    RoundBytes bytes) {
  public RoundResult {
    updates = List.copyOf(updates);
    means = Map.copyOf(means);
    flaws = List.copyOf(flaws);
    skipped = List.copyOf(skipped);
  }

  /** Updates that are still to be averaged. */
  public RoundResult(List<Update> updates, RoundBytes bytes) {
    this(updates, Map.of(), List.of(), List.of(), bytes);
  }

  /**
   * The first number of an update that is not finite.
   *
   * @param place as {@link Replica#firstNotFinite} counts
   */
  public record Flaw(int particle, int shard, int place, float value) {}

  /** The same with some of its updates; means are of sound ones in any case. */
  public RoundResult with(List<Update> some) {
    return new RoundResult(some, means, flaws, skipped, bytes);
  }

  /** The same, without these shards. */
  public RoundResult without(Collection<Integer> shards) {
    return new RoundResult(updates, means, flaws,
        Stream.concat(skipped.stream(), shards.stream()).distinct().sorted().toList(), bytes);
  }

  /** The average of one particle, fetched if it was put aside; empty if it is still to be formed, or of nothing. */
  public Optional<Replica> mean(int particle) {
    return Optional.ofNullable(means.get(particle)).map(Supplier::get);
  }

  /** The updates of one particle, in shard order. */
  public List<Update> of(int particle) {
    return updates.stream().filter(update -> update.particle() == particle).toList();
  }
}
