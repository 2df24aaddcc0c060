package io.gossamer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.evidence.EvidenceCost;
import io.gossamer.driver.report.PhaseReport;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RoundSeconds;
import io.gossamer.driver.round.RoundBytes;
import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.pattern.Patterns;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Mask MASK = new Mask(1, List.of("fc1"), List.of(Patterns.ofFlat(2, 2, new int[] {1})));

  private static String shown(int rounds, boolean quiet, boolean terminal) {
    StringWriter text = new StringWriter();
    Progress progress = new Progress(new PrintWriter(text), quiet, terminal);
    for (int round = 1; round <= rounds; round++) {
      Measures validation = Measures.of(LossKind.SOFTMAX, new double[] {4, 4, 2, 3, 0, 0, 0, 0});
      progress.round(new RoundReport(PhaseReport.only(), round, rounds, 5, round * 5L, round, 0.1, 0.25,
          Optional.of(validation), MASK, 0, 0, Optional.empty(), new RoundBytes(1_000, 250, 400, 0, 0, 4, 1, 60),
          EvidenceCost.NONE, 640, List.of(), List.of(), new RoundSeconds(1, 1, 0, 0)));
    }
    return text.toString();
  }

  @Test
  void aLineSaysWhereTheRunStands() {
    assertThat(shown(3, false, false).lines().toList().get(1))
        .startsWith("round 2/3  loss 0.2500  accuracy 0.7500  sparsity 0.7500  ").contains("rows/s  2.8 kB  eta ");
  }

  @Test
  void aLogStaysShortAndEndsWithTheLastRound() {
    List<String> lines = shown(1_234, false, false).lines().toList();

    assertThat(lines).hasSizeLessThan(60);
    assertThat(lines.get(9)).startsWith("round 10/");
    assertThat(lines.get(lines.size() - 1)).startsWith("round 1234/1234");
  }

  @Test
  void aTerminalSeesOneLineWrittenOverAndOver() {
    String text = shown(20, false, true);

    assertThat(text.chars().filter(c -> c == '\n').count()).isEqualTo(1);
    assertThat(text.chars().filter(c -> c == '\r').count()).isEqualTo(20);
    assertThat(text).endsWith("\n");
  }

  @Test
  void quietMeansSilence() {
    assertThat(shown(5, true, false)).isEmpty();
  }

  @Test
  void sizesAndTimesReadEasily() {
    assertThat(Progress.size(999)).isEqualTo("1.0 kB");
    assertThat(Progress.size(2.5e6)).isEqualTo("2.5 MB");
    assertThat(Progress.duration(59)).isEqualTo("59s");
    assertThat(Progress.duration(372)).isEqualTo("6m12s");
    assertThat(Progress.duration(7_260)).isEqualTo("2h01m");
  }
}
