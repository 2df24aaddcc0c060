package io.gossamer.driver.run;

import io.gossamer.driver.report.CandidateReport;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.loss.Probabilities;
import io.gossamer.ops.net.NetworkSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures the particles of the last phase, one by one and as an ensemble, on the rows that none has trained on. */
final class Candidates {
  private Candidates() {}

  static CandidateReport measured(RoundExecutor executor, NetworkSpec network, Mask mask, List<float[]> models) {
    Map<Split, List<Measures>> each = new EnumMap<>(Split.class);
    Map<Split, Measures> ensemble = new EnumMap<>(Split.class);
    for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
      List<Measures> measures = executor.measure(split, mask, models);
      if (measures.get(0).rows() > 0) {
        each.put(split, measures);
        if (Probabilities.arePredictedBy(network.loss().kind())) {
          ensemble.put(split, executor.ensemble(split, mask, models));
        }
      }
    }
    return new CandidateReport(each, ensemble);
  }
}
