package io.gossamer.driver.run;

import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.Totals;
import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run between two rounds as a {@link Snapshot} and back: the arrays of {@link StateParts} under their names,
 * {@code count.NAME} and {@code number.NAME}; the mask as {@code mask.LAYER.crow_indices} and
 * {@code mask.LAYER.col_indices}; {@code total.NAME} for the report; {@code crossover.LAYER}, since the choice of dense
 * execution outlives the driver.
 */
final class RunSnapshot {
  private static final String COUNT = "count.";
  private static final String NUMBER = "number.";
  private static final String MASK = "mask.";
  private static final String TOTAL = "total.";
  private static final String CROSSOVER = "crossover.";
  private static final String STARTS = ".crow_indices";
  private static final String COLUMNS = ".col_indices";

  private RunSnapshot() {}

  /** Refers to the arrays of the state. */
  static Snapshot of(Plan plan, RunState state, Totals totals) {
    Snapshot snapshot = new Snapshot(state.round());
    StateParts parts = StateParts.of(state);
    parts.arrays().forEach(snapshot::put);
    parts.counts().forEach((name, count) -> snapshot.put(COUNT + name, (long) count));
    parts.numbers().forEach((name, number) -> snapshot.put(NUMBER + name, (double) number));
    Mask mask = state.mask();
    snapshot.put(MASK + "version", mask.version()).put(MASK + "hash", mask.hash());
    for (int l = 0; l < mask.layers().size(); l++) {
      snapshot.put(MASK + mask.layers().get(l) + STARTS, mask.patterns().get(l).rowStarts());
      snapshot.put(MASK + mask.layers().get(l) + COLUMNS, mask.patterns().get(l).columns());
    }
    totals.figures().forEach((name, figure) -> snapshot.put(TOTAL + name, (double) figure));
    plan.toRerun().sparsity().crossover().forEach((layer, density) ->
        snapshot.put(CROSSOVER + layer, (double) density));
    return snapshot;
  }

  /** The choice of dense execution, by layer. */
  static Map<String, Double> crossovers(Snapshot snapshot) {
    return reals(snapshot, CROSSOVER);
  }

  /** The sums of the report. */
  static Totals totals(Snapshot snapshot) {
    return Totals.of(reals(snapshot, TOTAL));
  }

  private static Map<String, Double> reals(Snapshot snapshot, String prefix) {
    Map<String, Double> found = new TreeMap<>();
    for (String name : snapshot.scalarsBelow(prefix)) {
      found.put(name.substring(prefix.length()), snapshot.real(name));
    }
    return found;
  }

  /**
   * The state of a run of {@code plan}.
   *
   * @throws CorruptFile if the snapshot holds none, or one of another network
   */
  static RunState state(Plan plan, Snapshot snapshot) {
    NetworkSpec network = plan.train().network();
    Mask mask = mask(network, snapshot);
    Map<String, Long> counts = new TreeMap<>();
    for (String name : snapshot.scalarsBelow(COUNT)) {
      counts.put(name.substring(COUNT.length()), snapshot.number(name));
    }
    Map<String, float[]> arrays = new TreeMap<>();
    for (String name : snapshot.arrays()) {
      if (!name.startsWith(MASK)) {
        arrays.put(name, snapshot.floats(name));
      }
    }
    RunState state = new StateParts(counts, reals(snapshot, NUMBER), arrays).under(mask);
    int length = network.layout(mask.patterns()).length();
    for (float[] values : state.models()) {
      if (values.length != length) {
        throw new CorruptFile("a model of the snapshot of round " + snapshot.round() + " has " + values.length
            + " values where " + length + " belong");
      }
    }
    return state;
  }

  private static Mask mask(NetworkSpec network, Snapshot snapshot) {
    List<Pattern> patterns = new ArrayList<>();
    try {
      for (NetworkSpec.Masked masked : network.masked()) {
        patterns.add(new Pattern(masked.parameter().out(), masked.parameter().in(),
            snapshot.ints(MASK + masked.layer() + STARTS), snapshot.ints(MASK + masked.layer() + COLUMNS)));
      }
    } catch (InvalidInput e) {
      throw new CorruptFile("the mask of the snapshot of round " + snapshot.round() + ": " + e.getMessage(), e);
    }
    Mask mask = new Mask(snapshot.integer(MASK + "version"), network.maskedNames(), patterns);
    if (mask.hash() != snapshot.number(MASK + "hash")) {
      throw new CorruptFile("the mask of the snapshot of round " + snapshot.round() + " has another hash than it says");
    }
    return mask;
  }
}
