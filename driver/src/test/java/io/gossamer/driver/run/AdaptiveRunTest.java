package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundLengths;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rounds as long as their overhead asks for. A pass over a shard has 4 steps, the run 96. */
class AdaptiveRunTest {
  /** Of two slots one is never used, so at least half of every round is overhead. */
  private static final int SLOTS = 2;

  private static Plan plan(double maxOverhead, int particles) {
    return RunTest.plan(RunTest.with(
        RunTest.settings(MaskMethods.GRADUAL, OuterKind.NESTEROV, 0.05, 1, particles), RunTest.rounds(
            1, OuterKind.NESTEROV, Map.of("lengths", RoundLengths.Kind.ADAPTIVE, "maxOverhead", maxOverhead))));
  }

  private static List<Integer> lengths(List<RoundReport> reports) {
    return reports.stream().map(RoundReport::localSteps).toList();
  }

  @Test
  void roundsDoubleToAPassWhereOverheadIsLarge() {
    Plan plan = plan(0.01, 1);
    List<RoundReport> reports = new ArrayList<>();

    RunState last = RunTest.run(plan, RunTest.local(plan), RunTest.collector(reports));

    List<Integer> lengths = lengths(reports);
    assertThat(lengths).startsWith(1, 2, 4, 4);
    assertThat(lengths.subList(2, lengths.size() - 1)).containsOnly(4);
    assertThat(last.step()).isEqualTo(plan.totalSteps()).isEqualTo(96);
    assertThat(last.mask().nnz()).isEqualTo(80);
    assertThat(reports.get(reports.size() - 1).rounds()).isEqualTo(reports.size()).isLessThan(plan.rounds());
    assertThat(reports.get(2).rounds()).isEqualTo(reports.size());
  }

  @Test
  void roundsStayAsPlannedWhereNearlyAllMayBeOverhead() {
    Plan plan = plan(0.9999999, 1);
    List<RoundReport> reports = new ArrayList<>();

    RunTest.run(plan, RunTest.local(plan), RunTest.collector(reports));

    assertThat(lengths(reports)).hasSize(plan.rounds()).containsOnly(1);
  }

  @Test
  void aResumedRunGoesOnAtItsLength() {
    Plan plan = plan(0.01, 3);
    List<Snapshot> snapshots = new ArrayList<>();
    try (var rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, SLOTS, new Totals());
      run.run(run.first(), state -> snapshots.add(RunSnapshot.of(plan, state, new Totals())));
    }
    List<RoundReport> reports = new ArrayList<>();

    try (var rounds = RunTest.local(plan)) {
      new Run(plan, rounds, SLOTS, RunTest.collector(reports))
          .run(RunSnapshot.state(plan, snapshots.get(1)), StateKeeper.NONE);
    }

    assertThat(reports.get(0).round()).isEqualTo(3);
    assertThat(reports.get(0).localSteps()).isEqualTo(4);
  }

  @Test
  void aShareOfNothingOrAllIsRefused() {
    for (double share : new double[] {0, 1, Double.NaN}) {
      assertThatThrownBy(() -> plan(share, 1)).isInstanceOf(InvalidInput.class)
          .hasMessage("rounds.maxOverhead is " + share + "; it must be in (0, 1)");
    }
  }
}
