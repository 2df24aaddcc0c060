package io.gossamer.driver.plan;

import io.gossamer.masks.SparsitySettings;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.calibrate.LayerWork;
import io.gossamer.ops.net.Execution;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Chooses sparse or dense execution, layer by layer, from settings and measurements. */
final class ExecutionChoice {
  private ExecutionChoice() {}

  /**
   * The crossovers of all masked layers.
   *
   * @throws InvalidInput if settings name a layer that is none, or a density that is none
   */
  static Executions of(
      SparsitySettings settings, NetworkSpec network, int batch, Crossovers crossovers, List<String> reasons) {
    List<String> names = network.maskedNames();
    check(settings.crossover(), names);
    List<Optional<LayerWork>> works = LayerWork.of(network, batch);
    List<Double> chosen = new ArrayList<>();
    List<String> measured = new ArrayList<>();
    for (int l = 0; l < names.size(); l++) {
      Double given = settings.crossover().get(names.get(l));
      if (works.get(l).isEmpty()) {
        chosen.add(Executions.NEVER_DENSE);
      } else if (given != null) {
        chosen.add(given);
      } else if (settings.execution() != Execution.AUTO || !works.get(l).get().fits()) {
        chosen.add(settings.execution() == Execution.DENSE ? Executions.ALWAYS_DENSE : Executions.NEVER_DENSE);
      } else {
        double crossover = Math.round(1e3 * crossovers.of(works.get(l).get())) / 1e3;
        chosen.add(crossover);
        measured.add(names.get(l) + " " + said(crossover));
      }
    }
    if (!measured.isEmpty() && !crossovers.origin().isEmpty()) {
      reasons.add("dense execution was measured to be 5 % faster: " + String.join(", ", measured) + "; "
          + crossovers.origin());
    }
    return new Executions(chosen);
  }

  /** Settings that keep what was chosen, so that a second run need not measure. */
  static Map<String, Double> kept(SparsitySettings settings, NetworkSpec network, Executions executions) {
    Map<String, Double> kept = new TreeMap<>(settings.crossover());
    for (int l = 0; settings.execution() == Execution.AUTO && l < executions.crossovers().size(); l++) {
      kept.put(network.maskedNames().get(l), executions.crossover(l));
    }
    return kept;
  }

  private static void check(Map<String, Double> given, List<String> names) {
    new TreeMap<>(given).forEach((name, crossover) -> {
      if (!names.contains(name)) {
        throw new InvalidInput(
            "sparsity.crossover names \"" + name + "\"; the layers are " + String.join(", ", names));
      }
      if (!(crossover >= Executions.ALWAYS_DENSE && crossover <= Executions.NEVER_DENSE)) {
        throw new InvalidInput("sparsity.crossover." + name + " is " + crossover + "; it must be a density from 0 "
            + "(always dense) to 1 (only a full layer is), or 2 (never)");
      }
    });
  }

  /** From which density on, for people. */
  static String said(double crossover) {
    if (crossover == Executions.ALWAYS_DENSE) {
      return "at any density";
    }
    return crossover > 1 ? "at none" : String.format(Locale.ROOT, "from density %.3f", crossover);
  }
}
